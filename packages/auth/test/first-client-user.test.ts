import { afterEach, expect, test, vi } from 'vitest';
import { makeFirstClientUser } from '../examples/first-client-user.ts';
import { fakeCenter, ORIGIN } from './fake-center.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const USER = { name: 'automation', password: 'made up' };

test('the built-in administrator makes the first client user, and logs out', async () => {
  const center = fakeCenter();
  vi.stubGlobal('fetch', center.fetch);
  await makeFirstClientUser(ORIGIN, 'password of secadmin', USER);
  expect(new URL(center.tokenRequests[0]?.url ?? '').searchParams.get('scope')).toBe('built_in_client');
  expect(center.apiRequests.map(({ method, url }) => `${method} ${url.slice(ORIGIN.length)}`)).toEqual([
    'POST /cloudlink/rest/users',
    'DELETE /cloudlink/rest/auth',
  ]);
  expect(JSON.parse(center.apiBodies[0] ?? '')).toEqual({
    ...USER,
    user_type: 'client',
    roles: ['SecAdmin'],
    first_login_change: false,
  });
});

test('a Center that refuses says so', async () => {
  const center = fakeCenter();
  vi.stubGlobal('fetch', center.fetch);
  center.answerApi = () => new Response(null, { status: 403 });
  await expect(makeFirstClientUser(ORIGIN, 'password', USER)).rejects.toThrow('status 403');
});
