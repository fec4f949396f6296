/** What built-in and custom roles may do. */
import { expect, test } from 'vitest';
import { emulated, signInAs } from './harness.ts';

const REST = '/cloudlink/rest';

test.each([
  ['SecAdmin', '/users', 200],
  ['Admin', '/users', 200],
  ['Admin', '/securevm', 403],
  ['Admin', '/keystores', 403],
  ['Admin', '/monitoring/actions', 200],
  ['Admin', '/backup/key', 403],
  ['Observer', '/securevm', 200],
  ['Observer', '/backup/key', 403],
])('%s is answered on %s with %d [role.builtin]', async (role, path, status) => {
  await using running = await emulated();
  const other = await signInAs(running.call, running.token, role);
  expect((await running.call('GET', REST + path, { token: other })).status).toBe(status);
});

test('a custom role may what it lists, and nothing else [permission.any-one] [api.permission]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const role = { name: 'Blocker', permissions: ['View Machines'] };
  await call('POST', `${REST}/roles`, { token, json: role });
  const other = await signInAs(call, token, 'Blocker');
  expect((await call('GET', `${REST}/securevm`, { token: other })).status).toBe(200);
  const refused = await call('GET', `${REST}/users`, { token: other });
  expect([refused.status, JSON.parse(refused.text)]).toMatchObject([403, { error: 'access_denied' }]);
  await call('PUT', `${REST}/roles/Blocker`, { token, json: { permissions: ['View Users'] } });
  expect((await call('GET', `${REST}/users`, { token: other })).status).toBe(200);
});
