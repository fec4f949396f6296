import { expect, test } from 'vitest';
import { emulated, signIn, tokenPath } from './harness.ts';

test('a token comes back with less time left, until it ends [token.same] [token.query]', async () => {
  let now = Date.parse('2026-11-20T09:00:00Z');
  await using running = await emulated({ now: () => now, clientId: 'app', clientSecret: 's' });
  const { call } = running;
  const first = JSON.parse((await call('POST', tokenPath('app', 's'))).text) as Record<string, unknown>;
  expect(first).toEqual({
    access_token: expect.any(String),
    token_type: 'bearer',
    expires_in: 7199,
    scope: 'all',
  });

  now += 7_000_000;
  const second = JSON.parse((await call('POST', tokenPath('app', 's'))).text) as Record<string, unknown>;
  expect(second).toMatchObject({ access_token: first['access_token'], expires_in: 199 });

  now += 200_001;
  const third = JSON.parse((await call('POST', tokenPath('app', 's'))).text) as Record<string, unknown>;
  expect(third['access_token']).not.toBe(first['access_token']);
});

test('a token answer may not be stored [token.success]', async () => {
  await using running = await emulated();
  const { emulator, call } = running;
  const { headers } = await call('POST', tokenPath(emulator.clientId, emulator.clientSecret));
  expect(headers).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'no-store',
    pragma: 'no-cache',
  });
});

test('the parameters may stand in a form body [token.body]', async () => {
  await using running = await emulated();
  const { emulator, call } = running;
  const [, query = ''] = tokenPath(emulator.clientId, emulator.clientSecret).split('?');
  const answer = await call('POST', '/cloudlink/oauth/token', { form: new URLSearchParams(query) });
  expect(answer.status).toBe(200);
});

test.each([
  ['a wrong secret [error.client]', 'POST', { client_secret: 'wrong' }, 401, 'invalid_client'],
  ['an unknown client', 'POST', { client_id: 'nobody' }, 401, 'invalid_client'],
  [
    'a user who is no client',
    'POST',
    { client_id: 'jdoe', client_secret: 'emulated-password' },
    401,
    'invalid_client',
  ],
  [
    'an unknown grant [error.grant-unknown]',
    'POST',
    { grant_type: 'made-up' },
    400,
    'unsupported_grant_type',
  ],
  ['the implicit grant [error.grant-implicit]', 'POST', { grant_type: 'implicit' }, 400, 'invalid_grant'],
  ['another scope', 'POST', { scope: 'built_in_client' }, 400, 'invalid_scope'],
  ['a GET [token.get]', 'GET', {}, 405, 'method_not_allowed'],
])('the token endpoint refuses %s', async (_, method, change, status, error) => {
  await using running = await emulated();
  const { emulator, call } = running;
  const answer = await call(method, tokenPath(emulator.clientId, emulator.clientSecret, change));
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({ error });
});

test.each([
  ['no token [api.no-token]', undefined, 'unauthorized'],
  ['an unknown token [api.bad-token]', '0b1d1c61-0000-4000-8000-000000000000', 'invalid_token'],
])('the API refuses %s', async (_, token, error) => {
  await using running = await emulated();
  const answer = await running.call('GET', '/cloudlink/rest/securevm', { token });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({ error });
  expect(answer.headers['www-authenticate']).toContain(`error="${error}"`);
});

test('logging out ends the token for everybody who has it [token.logout]', async () => {
  await using running = await emulated();
  const { emulator, call, token } = running;
  const same = await signIn(call, emulator.clientId, emulator.clientSecret);
  expect(same).toBe(token);
  expect((await call('DELETE', '/cloudlink/rest/auth', { token })).status).toBe(200);
  expect((await call('GET', '/cloudlink/rest/auth', { token: same })).status).toBe(401);
});

test('the log of requests holds no secret and no token', async () => {
  await using running = await emulated();
  const { emulator, call, token } = running;
  await call('GET', '/cloudlink/rest/securevm', { token });
  const log = JSON.stringify(emulator.requests);
  expect(log).toContain('/cloudlink/rest/securevm');
  expect(log).not.toContain(token);
  expect(log).not.toContain(emulator.clientSecret);
});
