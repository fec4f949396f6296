import { expect, test } from 'vitest';
import { emulated, signIn, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';

test.each([
  ['/keystores', { name: 'Archive' }, '/keystores/Archive'],
  ['/location/locations', { name: 'Paris' }, '/location/locations/Paris'],
  ['/location/providers', { name: 'azure1', username: 'app' }, '/location/providers/azure1'],
  ['/kmip/partitions', { name: 'storage' }, '/kmip/partitions/storage'],
  ['/kmip/clients', { name: 'array1', notes: 'an array' }, '/kmip/clients/array1'],
  ['/kubernetes/clusters', { name: 'k8s-new' }, '/kubernetes/clusters/k8s-new'],
  [
    '/location/sockets',
    { provider: 'vcenter1', host: 'esx09.example.com' },
    '/location/sockets/vcenter1/esx09.example.com',
  ],
])('what is added to %s is read, listed, refused a second time, and removed', async (path, json, item) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('POST', REST + path, { token, json })).status).toBe(201);
  expect((await call('POST', REST + path, { token, json })).status).toBe(400);
  expect(JSON.parse((await call('GET', REST + item, { token })).text)).toMatchObject(json);
  const list: unknown = JSON.parse((await call('GET', REST + path, { token })).text);
  expect(list).toEqual(expect.arrayContaining([expect.objectContaining(json)]));
  expect((await call('DELETE', REST + item, { token })).status).toBe(200);
  expect((await call('GET', REST + item, { token })).status).toBe(404);
});

test.each([
  ['/keystores/None/keys', 'GET'],
  ['/kmip/partitions/None/objects', 'GET'],
  ['/kubernetes/clusters/None/volumes', 'GET'],
  ['/location/locations/None', 'DELETE'],
])('%s below something that does not exist is a 404', async (path, method) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call(method, REST + path, { token })).status).toBe(404);
});

test.each([
  ['/email', { address: 'mail2.example.com', password: 'canary-5d' }, '/email'],
  ['/syslog', { host: 'siem2.example.com', enabled: true }, '/syslog'],
  ['/snmp/config', { address: '192.0.2.61', auth_password: 'canary-5d' }, '/snmp/config'],
  ['/session/failed_login_attempts', { attempts_count: 3 }, '/session/failed_login_attempts'],
  ['/kmip/certificate/lifetime_years', { years: 7 }, '/kmip/certificate/lifetime'],
])('what PUT %s sets is read back, without its secrets', async (path, json, readPath) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('PUT', REST + path, { token, json })).status).toBe(200);
  const { text } = await call('GET', REST + readPath, { token });
  const secrets = new Set(['password', 'auth_password']);
  const open = Object.entries(json).filter(([name]) => !secrets.has(name));
  expect(JSON.parse(text)).toMatchObject(Object.fromEntries(open));
  expect(text).not.toContain('canary-5d');
});

test('keys move behind the answer, one move at a time', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  await using running = await emulated({ now: () => now, workDuration: 1_000 });
  const { call, token } = running;
  const move = async (): Promise<number> => {
    const json = { destination_keystore_name: 'Archive-keys' };
    return (await call('PUT', `${REST}/keystores/Production-keys/move`, { token, json })).status;
  };
  const progress = async (): Promise<unknown> =>
    JSON.parse((await call('GET', `${REST}/keystores/move`, { token })).text);
  expect(await progress()).toEqual({ in_progress: false });
  expect(await move()).toBe(200);
  now += 250;
  expect(await progress()).toMatchObject({ in_progress: true, progress: 25 });
  expect(await move()).toBe(400);
  now += 800;
  expect(await progress()).toMatchObject({ in_progress: false, progress: 100 });
});

test('a backup is made behind the answer, and its download is noted', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  await using running = await emulated({ now: () => now, workDuration: 1_000 });
  const { call, token } = running;
  const info = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await call('GET', `${REST}/backup/info`, { token })).text) as Record<string, unknown>;
  const before = await info();
  await call('PUT', `${REST}/backup/prefix`, { token, json: { file_prefix: 'nightly' } });
  await call('PUT', `${REST}/backup`, { token });
  expect(await info()).toMatchObject({
    is_backup_in_progress: true,
    current_backup_file: before['current_backup_file'],
  });
  now += 1_000;
  const after = await info();
  expect(after).toMatchObject({
    is_backup_in_progress: false,
    current_backup_file_time: new Date(now).toISOString(),
  });
  expect(after['current_backup_file']).toMatch(/^nightly-/);
  await call('GET', `${REST}/backup`, { token });
  expect(await info()).toMatchObject({ last_downloaded_backup_file: after['current_backup_file'] });
});

test('sessions are those that are signed in, and one that is terminated has to sign in again', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const json = { name: 'second', password: 'made-up', user_type: 'client', roles: ['Observer'] };
  await call('POST', `${REST}/users`, { token, json });
  const other = await signIn(call, 'second', 'made-up');
  const list = JSON.parse((await call('GET', `${REST}/session/userssessions`, { token })).text) as {
    id: string;
    username: string;
    current: boolean;
  }[];
  expect(list.map(({ username, current }) => [username, current])).toEqual([
    ['automation', true],
    ['second', false],
  ]);
  expect(JSON.stringify(list)).not.toContain(other);
  const id = list[1]?.id ?? '';
  expect((await call('DELETE', `${REST}/session/userssessions/${id}`, { token })).status).toBe(200);
  expect((await call('GET', `${REST}/auth`, { token: other })).status).toBe(401);
  expect((await call('DELETE', `${REST}/session/userssessions/${id}`, { token })).status).toBe(404);
});

test('repeated wrong secrets lock a user until somebody unlocks it', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const json = { name: 'second', password: 'made-up', user_type: 'client', roles: ['Observer'] };
  await call('POST', `${REST}/users`, { token, json });
  await call('PUT', `${REST}/session/failed_login_attempts`, { token, json: { attempts_count: 2 } });
  const attempt = async (secret: string): Promise<number> =>
    (await call('POST', tokenPath('second', secret))).status;
  expect([await attempt('wrong'), await attempt('made-up'), await attempt('wrong')]).toEqual([401, 200, 401]);
  expect([await attempt('wrong'), await attempt('made-up')]).toEqual([401, 401]);
  expect(emulator.store.state.users.find(({ name }) => name === 'second')?.locked).toBe(true);
  await call('DELETE', `${REST}/users/second/lock`, { token });
  expect(await attempt('made-up')).toBe(200);
});

test('a method that a path does not have is a 405, an unknown path a 404', async () => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('DELETE', `${REST}/securevm`, { token })).status).toBe(405);
  expect((await call('GET', `${REST}/nothing/here`, { token })).status).toBe(404);
});

test('a multipart call without a file that it needs is a 400', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const form = new FormData();
  form.append('backup_file', new Blob(['made up']), 'backup.bak');
  const answer = await call('POST', `${REST}/backup`, { token, form });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('key_file');
});

test('a fixture may be a function, which may leave the call to the emulator', async () => {
  await using running = await emulated({
    fixtures: {
      'keystores.get': ({ path }) =>
        path['name'] === 'Broken' ? { status: 500, body: 'broken' } : undefined,
    },
  });
  const { call, token } = running;
  expect((await call('GET', `${REST}/keystores/Broken`, { token })).status).toBe(500);
  expect((await call('GET', `${REST}/keystores/Production-keys`, { token })).status).toBe(200);
});

test('a fixture of an unknown operation is refused at the start', async () => {
  const fixtures = { 'keystores.fetch': { body: {} } };
  await expect(emulated({ fixtures })).rejects.toThrow(/"keystores.fetch".*machines.list/);
});
