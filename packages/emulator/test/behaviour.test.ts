import { expect, test } from 'vitest';
import * as emulator from '../src/index.ts';
import { emulated, signIn } from './harness.ts';

const REST = '/cloudlink/rest';
const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';

test('the package exports these names and no others', () => {
  expect(Object.keys(emulator).toSorted()).toEqual(['createCertificates', 'recordEstate', 'startEmulator']);
});

test('encryption answers at once, goes on with the clock, and ends with a new label [machine.encrypt] [machine.disk-states] [machine.label]', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  await using running = await emulated({ now: () => now, workDuration: 1_000 });
  const { call, token } = running;
  const disk = async (): Promise<unknown> => {
    const machine = JSON.parse((await call('GET', `${REST}/securevm/${DB01}`, { token })).text) as {
      resources: { id: string }[];
    };
    return machine.resources.find(({ id }) => id === '402653184001');
  };
  const path = `${REST}/securevm/${DB01}/encryption/402653184001`;
  expect((await call('PUT', path, { token, json: { encrypt: 'encrypt' } })).status).toBe(200);
  expect(await disk()).toMatchObject({ state: 'encrypting', percentage: 0 });
  now += 420;
  expect(await disk()).toMatchObject({ state: 'encrypting', percentage: 42 });
  now += 600;
  expect(await disk()).toMatchObject({ state: 'encrypted', percentage: 100, label: '/dev/mapper/svm_sda' });
});

test('what is written is read back, and stands in the audit trail', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const json = { name: 'Test', description: 'Machines for tests' };
  expect((await call('POST', `${REST}/securevm/groups`, { token, json })).status).toBe(201);
  expect(JSON.parse((await call('GET', `${REST}/securevm/groups/Test`, { token })).text)).toMatchObject(json);
  const actions: unknown = JSON.parse((await call('GET', `${REST}/monitoring/actions`, { token })).text);
  expect(actions).toMatchObject([{ name: 'Add group', user: { name: 'automation' } }]);
});

test('events page from the last id', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const page = async (query: string): Promise<{ id: string }[]> =>
    JSON.parse((await call('GET', `${REST}/monitoring/events?${query}`, { token })).text) as { id: string }[];
  const first = await page('count=1');
  const second = await page(`count=1&guid=${first[0]?.id ?? ''}`);
  expect([first, second].map((entries) => entries.map(({ id }) => id))).toEqual([['event-2'], ['event-1']]);
});

test('a role without the permission is refused', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const json = { name: 'watcher', password: 'made-up', user_type: 'client', roles: ['Observer'] };
  await call('POST', `${REST}/users`, { token, json });
  const watcher = await signIn(call, 'watcher', 'made-up');
  expect((await call('GET', `${REST}/securevm`, { token: watcher })).status).toBe(200);
  const refused = await call('POST', `${REST}/securevm/groups`, { token: watcher, json: { name: 'Mine' } });
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toMatchObject({ error: 'access_denied' });
});

test('a password never comes out', async () => {
  await using running = await emulated();
  const { call, token } = running;
  await call('POST', `${REST}/users`, {
    token,
    json: { name: 'app', password: 'canary-8c', user_type: 'client' },
  });
  expect((await call('GET', `${REST}/users`, { token })).text).not.toContain('canary-8c');
});

test.each([
  ['a body that breaks the schema', 'POST', '/securevm/groups', { name: 7 }],
  ['a body without what is required', 'POST', '/securevm/groups', {}],
  ['a query that is no number', 'GET', '/monitoring/events?count=many', undefined],
  ['a missing query', 'PUT', '/securevm/groups/Default/lifetime', undefined],
  ['an encoded slash in the path [path.refused]', 'GET', '/securevm/groups/a%2Fb', undefined],
  ['a semicolon in the path', 'GET', '/securevm/groups/a;b', undefined],
  ['two slashes in the path', 'GET', '/securevm//groups', undefined],
])('%s is answered with 400', async (_, method, path, json) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call(method, REST + path, { token, json })).status).toBe(400);
});

test('a range keeps its slash in the path', async () => {
  await using running = await emulated();
  const { call, token, emulator: running1 } = running;
  expect((await call('DELETE', `${REST}/securevm/network/Office/ip/203.0.113.0/24`, { token })).status).toBe(
    200,
  );
  expect(running1.store.state.networks[0]?.ip_addresses).toEqual([]);
});

test('a unique link gives the file once', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup/key`, { token })).text) as {
    link: string;
  };
  expect(link).toMatch(/^link[0-9a-f]{64}$/);
  expect((await call('GET', `${REST}/${link}`, { token })).status).toBe(200);
  expect((await call('GET', `${REST}/${link}`, { token })).status).toBe(404);
  // Whoever has a link may fetch the file: the log of requests names none.
  expect(JSON.stringify(running.emulator.requests)).toContain(`${REST}/{link}`);
  expect(JSON.stringify(running.emulator.requests)).not.toContain(link);
});

test('a fixture takes the place of a guess', async () => {
  await using running = await emulated({
    fixtures: { 'vault.get': { body: { auto: false, state: 'LOCKED' } } },
  });
  const { call, token } = running;
  expect(JSON.parse((await call('GET', `${REST}/lockbox`, { token })).text)).toEqual({
    auto: false,
    state: 'LOCKED',
  });
});

test('a machine comes by the back door, and a reset takes it away', async () => {
  await using running = await emulated();
  const { emulator: center, call, token } = running;
  center.addMachine({ uuid: '11111111-2222-4333-8444-555555555555', name: 'added' });
  expect((await call('GET', `${REST}/securevm`, { token })).text).toContain('added');
  center.store.reset();
  expect((await call('GET', `${REST}/securevm`, { token })).text).not.toContain('added');
});
