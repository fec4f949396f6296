import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Fault } from '../src/index.ts';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

test('the next answers have a given status and body, then all is well', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  emulator.faults.add({ operation: 'machines.list', status: 503, body: { error: 'busy' }, times: 2 });
  const statuses: number[] = [];
  for (let count = 0; count < 3; count += 1)
    statuses.push((await call('GET', `${REST}/securevm`, { token })).status);
  expect([statuses, emulator.faults.list()]).toEqual([[503, 503, 200], []]);
  emulator.faults.add({ html: '<h1>Maintenance</h1>' });
  const page = await call('GET', `${REST}/users`, { token });
  expect([page.status, page.headers['content-type'], page.text]).toEqual([
    503,
    'text/html;charset=UTF-8',
    '<h1>Maintenance</h1>',
  ]);
});

test('a call that is answered by a fault is not carried out', async () => {
  await using running = await emulated({ faults: [{ operation: 'machineGroups.create', status: 500 }] });
  const { call, token, emulator } = running;
  expect((await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'A' } })).status).toBe(500);
  expect(emulator.store.state.groups).toHaveLength(2);
});

test.each([
  ['before the status', 0],
  ['within the body', 10],
])('a connection is cut %s', async (_, cutAfter) => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  emulator.faults.add({ operation: 'machines.list', cutAfter });
  await expect(call('GET', `${REST}/securevm`, { token })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await call('GET', `${REST}/securevm`, { token })).status).toBe(200);
});

test('a write whose connection is cut was carried out', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  emulator.faults.add({ operation: 'machineGroups.create', cutAfter: 0 });
  await expect(call('POST', `${REST}/securevm/groups`, { token, json: { name: 'A' } })).rejects.toThrow();
  expect(emulator.store.state.groups.map(({ name }) => name)).toContain('A');
});

test('latency, jitter and slow bodies delay an answer, and leave it whole', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const { text } = await call('GET', `${REST}/lockbox`, { token });
  const remove = emulator.faults.add({
    operation: 'vault.get',
    latency: 60,
    jitter: 10,
    bytesPerSecond: 150,
  });
  const start = performance.now();
  expect((await call('GET', `${REST}/lockbox`, { token })).text).toBe(text);
  expect(performance.now() - start).toBeGreaterThan(150);
  remove();
  expect(emulator.faults.list()).toEqual([]);
});

test('tokens end', async () => {
  await using running = await emulated();
  running.emulator.faults.endTokens();
  expect((await running.call('GET', `${REST}/auth`, { token: running.token })).status).toBe(401);
});

test('the certificate changes, signed by the same authority', async () => {
  await using running = await emulated();
  const { emulator } = running;
  const seen = async (): Promise<string> => {
    const socket = connect({ port: Number(new URL(emulator.url).port), host: '127.0.0.1', ca: emulator.ca });
    await once(socket, 'secureConnect');
    const certificate = socket.getPeerX509Certificate();
    socket.destroy();
    return certificate instanceof X509Certificate ? certificate.fingerprint256 : '';
  };
  const before = emulator.fingerprint256;
  expect(await seen()).toBe(before);
  const after = emulator.faults.changeCertificate();
  expect([await seen(), emulator.fingerprint256]).toEqual([after, after]);
  expect(after).not.toBe(before);
});

test.each([
  [{ opration: 'vault.get' }, /"opration"/],
  [{ operation: 'vault.fetch', status: 500 }, /"vault.fetch"/],
  [{ latency: -1 }, /latency/],
  [{ status: 99 }, /status/],
])('the fault %j is a TypeError', async (fault, message) => {
  await using running = await emulated();
  expect(() => running.emulator.faults.add(fault as Fault)).toThrow(message);
});
