import { expect, test } from 'vitest';
import { createCertificates } from '../src/index.ts';
import { type Call, emulated } from './harness.ts';

const REST = '/cloudlink/rest';

async function read<T>(call: Call, token: string, path: string): Promise<T> {
  const { text } = await call('GET', REST + path, { token });
  return JSON.parse(text) as T;
}

function fileForm(name: string, ...contents: string[]): FormData {
  const form = new FormData();
  for (const content of contents) form.append(name, new Blob([content]), 'file');
  return form;
}

test('log levels are those that were set, until they are reset', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const path = '/debug/log/levels';
  const before = await read<object[]>(call, token, path);
  const json = [{ name: 'made.up', level: 'DEBUG' }];
  expect((await call('POST', REST + path, { token, json })).status).toBe(200);
  expect(await read(call, token, path)).toEqual([...before, ...json]);
  await call('POST', REST + path, { token, json: [{ name: 'made.up', level: 'INFO' }] });
  expect(await read(call, token, path)).toEqual([...before, { name: 'made.up', level: 'INFO' }]);
  expect((await call('DELETE', REST + path, { token })).status).toBe(200);
  expect(await read(call, token, path)).toEqual(before);
});

test('SecurID is configured once its file was uploaded', async () => {
  await using running = await emulated();
  const { call, token } = running;
  expect(await read(call, token, '/secureid')).toEqual({ configured: false });
  await call('POST', `${REST}/secureid`, { token, form: fileForm('sdconf', 'made up') });
  expect(await read(call, token, '/secureid')).toEqual({ configured: true });
});

test('an upgrade of packages is done after a while', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  await using running = await emulated({ now: () => now, workDuration: 1_000 });
  const { call, token } = running;
  const path = '/server/dist_upgrade';
  expect(await read(call, token, path)).toEqual({ is_upgrade_done: true });
  await call('PUT', REST + path, { token });
  expect(await read(call, token, path)).toEqual({ is_upgrade_done: false });
  now += 1_000;
  expect(await read(call, token, path)).toEqual({ is_upgrade_done: true });
});

test('an upgrade ends in the version that was uploaded, whose number is a guess', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  const uploadedVersion = { major: 9, minor: 0, patch: 0, revision: 1, mgmt_revision: 1 };
  await using running = await emulated({ now: () => now, workDuration: 1_000, guesses: { uploadedVersion } });
  const { call, token } = running;
  type Versions = { current_version: object; available_version?: object };
  const before = await read<Versions>(call, token, '/vercontrol');
  // Nothing was uploaded.
  await call('POST', `${REST}/vercontrol/upgrade`, { token });
  now += 1_000;
  expect(await read(call, token, '/vercontrol')).toEqual(before);
  await call('POST', `${REST}/vercontrol`, { token, form: fileForm('iso', 'made up') });
  expect(await read(call, token, '/vercontrol')).toEqual({ ...before, available_version: uploadedVersion });
  await call('POST', `${REST}/vercontrol/upgrade`, { token });
  expect(await read<Versions>(call, token, '/vercontrol')).toMatchObject(before);
  now += 1_000;
  expect(await read(call, token, '/vercontrol')).toEqual({ current_version: uploadedVersion });
});

test('a time server that was asked has answered', async () => {
  const now = Date.parse('2026-11-21T09:00:00Z');
  await using running = await emulated({ now: () => now });
  const { call, token } = running;
  const [server] = await read<{ address: string }[]>(call, token, '/time/ntp');
  const path = `/time/ntp/${server?.address ?? ''}`;
  expect((await call('PUT', `${REST}${path}/sync`, { token })).status).toBe(200);
  const [after] = await read<{ last_updated: string }[]>(call, token, '/time/ntp');
  expect(after?.last_updated).toBe(new Date(now).toISOString());
  expect((await call('PUT', `${REST}/time/ntp/nothing.example.com/sync`, { token })).status).toBe(404);
});

test.each([
  ['/certificates/webssl?type=PEM', '/certificates/webssl'],
  ['/kmip/certificate/upload', '/kmip/info'],
  ['/kubernetes/certificate/upload', '/kubernetes/info'],
])('the certificate that is uploaded to %s is shown', async (path, readPath) => {
  await using running = await emulated();
  const { call, token } = running;
  const { cert, key, fingerprint256 } = await createCertificates();
  const before = await read(call, token, readPath);
  const form = fileForm('certificate', 'no certificate');
  form.append('key', new Blob([key]), 'key.pem');
  await call('POST', REST + path, { token, form });
  expect(await read(call, token, readPath)).toEqual(before);
  form.set('certificate', new Blob([cert]), 'cert.pem');
  expect((await call('POST', REST + path, { token, form })).status).toBe(200);
  const after = await read<object>(call, token, readPath);
  const shown = 'certificate_info' in after ? after.certificate_info : after;
  expect(shown).toMatchObject({
    fingerprint: fingerprint256,
    alternative_names: expect.arrayContaining(['localhost', '127.0.0.1']),
  });
});

test.each<[string, string, object]>([
  [
    'names what it is for',
    JSON.stringify({ limit: 200, duration: 30, serial_number: 'A-7', id: 'mine', assigned: true }),
    { limit: 200, duration: 30, serial_number: 'A-7', assigned: false, type: 'subscription' },
  ],
  ['breaks the specification', '{ "limit": "many" }', { limit: 16, duration: 365 }],
  ['is no JSON', 'made up', { limit: 16, duration: 365 }],
])('a licence file that %s', async (_, content, licence) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('POST', `${REST}/license`, { token, form: fileForm('file', content) })).status).toBe(
    201,
  );
  const one = (await read<{ id: string }[]>(call, token, '/license')).at(-1);
  expect(one).toMatchObject(licence);
  expect(one?.id).toMatch(/^[0-9a-f]{32}$/);
});
