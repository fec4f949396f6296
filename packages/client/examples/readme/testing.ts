/* oxlint-disable typescript/no-floating-promises -- node:test waits for its tests itself. */
/** A test of a program that calls a Center: `node --test testing.ts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

test('a vault that is locked is opened', async () => {
  await using emulator = await startEmulator({ fixtures: { 'vault.get': { body: { state: 'LOCKED' } } } });
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  await using center = createCloudLink({ baseUrl, auth, tls: { ca } });
  assert.equal((await center.vault.get()).state, 'LOCKED');
  assert.deepEqual(emulator.requests.at(-1), { method: 'GET', path: '/cloudlink/rest/lockbox', status: 200 });
});
