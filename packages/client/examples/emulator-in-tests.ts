import { equal } from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

let time = Date.parse('2030-01-01');
let isBroken = false;
const emulator = await startEmulator({
  now: () => time,
  tokenLifetime: 3600,
  fixtures: {
    'vault.get': { body: { state: 'LOCKED', auto: false } },
    'keystores.get': ({ path: { name } }) =>
      name === 'Broken' ? { status: 500, body: 'broken' } : undefined,
    'machines.list': () => (isBroken ? { status: 503 } : undefined),
  },
});
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
const center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });

beforeEach(() => emulator.store.reset());
after(async () => {
  await center.close();
  await emulator.close();
});

test('a fixture answers in place of the emulator', async () => {
  equal((await center.vault.get()).state, 'LOCKED');
  equal((await center.GET('/keystores/{name}', { params: { path: { name: 'Broken' } } })).status, 500);
});

test('a Center that is out of service', async () => {
  isBroken = true;
  const { error } = await center.GET('/securevm', { retry: 0 });
  isBroken = false;
  equal(error?.code, 'server_error');
});

test('tokens that were revoked, or have ended, are replaced', async () => {
  await center.machines.list();
  const before = emulator.tokenRequests;
  emulator.revokeTokens();
  await center.machines.list();
  time += 3_600_000;
  await center.machines.list();
  equal(emulator.tokenRequests - before, 2);
});

test('a machine comes, and goes', async () => {
  const before = emulator.store.snapshot();
  emulator.addMachine({ uuid: 'u', name: 'db02' });
  equal((await center.machines.get({ path: { uuid: 'u' } })).name, 'db02');
  emulator.store.restore(before);
  equal((await center.GET('/securevm/{uuid}', { params: { path: { uuid: 'u' } } })).status, 404);
});
