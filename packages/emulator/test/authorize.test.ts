import { expect, test } from 'vitest';
import type { EmulatorOptions } from '../src/index.ts';
import { type Answer, type Call, emulated } from './harness.ts';

const REDIRECT = 'https://app.example.com/callback';
const clients = { web: [REDIRECT] };

function authorizePath(change: Record<string, string> = {}): string {
  const query = {
    response_type: 'token',
    client_id: 'web',
    redirect_uri: REDIRECT,
    scope: 'all',
    state: 's',
  };
  return `/cloudlink/oauth/authorize?${new URLSearchParams({ ...query, ...change }).toString()}`;
}

function options(approval?: 'page'): EmulatorOptions {
  return { implicit: { clients, ...(approval && { approval }) } };
}

/** Signs in on the login page, and answers with the cookie. */
async function logIn(
  call: Call,
  back: string,
  password = 'emulated-password',
): Promise<Answer & { cookie: string }> {
  const form = new URLSearchParams({ user: 'jdoe', password, back });
  const answer = await call('POST', '/cloudlink/login', { form });
  return { ...answer, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

test('somebody who is not signed in goes to the login page, and back with a token in the fragment', async () => {
  await using running = await emulated(options());
  const { call } = running;
  const first = await call('GET', authorizePath());
  expect([first.status, first.headers['location']]).toEqual([
    302,
    expect.stringMatching(/^\/cloudlink\/login\?back=/),
  ]);
  const back = new URL(`https://c${String(first.headers['location'])}`).searchParams.get('back') ?? '';
  const login = await logIn(call, back);
  expect([login.status, login.headers['location']]).toEqual([302, back]);
  const { headers } = await call('GET', back, { headers: { Cookie: login.cookie } });
  const location = String(headers['location']);
  expect(location).toMatch(
    /^https:\/\/app\.example\.com\/callback#access_token=[\w-]+&token_type=bearer&state=s&expires_in=7199$/,
  );
  const token = /access_token=([\w-]+)/.exec(location)?.[1];
  const { text } = await call('GET', '/cloudlink/rest/auth', { token });
  expect(JSON.parse(text)).toMatchObject({ name: 'jdoe' });
});

test.each([
  ['an unknown client', { client_id: 'nobody' }, 401, undefined],
  ['a redirect URI that does not match', { redirect_uri: 'https://evil.example.com/' }, 400, undefined],
  [
    'another response type',
    { response_type: 'code' },
    302,
    /\/callback\?error=unsupported_response_type&.*state=s$/,
  ],
  ['another scope', { scope: 'some' }, 302, /\/callback#error=invalid_scope&error_description=Invalid%20scope:%20some&state=s&scope=all$/],
])('%s', async (_, change, status, location) => {
  await using running = await emulated(options());
  const answer = await running.call('GET', authorizePath(change));
  expect(answer.status).toBe(status);
  if (location === undefined) expect(answer.headers['content-type']).toMatch(/html/);
  else expect(answer.headers['location']).toMatch(location);
});

test('a wrong password shows the page again', async () => {
  await using running = await emulated(options());
  expect((await logIn(running.call, authorizePath(), 'wrong')).status).toBe(401);
});

test('the login page leads nowhere else', async () => {
  await using running = await emulated(options());
  expect((await logIn(running.call, 'https://evil.example.com/')).headers['location']).toBe(
    '/cloudlink/login',
  );
});

test.each([
  ['true', /#access_token=/],
  ['false', /#error=access_denied&error_description=User%20denied%20access&state=s$/],
])('with approval asked for, %s decides', async (answer, location) => {
  await using running = await emulated(options('page'));
  const { call } = running;
  const { cookie } = await logIn(call, authorizePath());
  const headers = { Cookie: cookie };
  expect((await call('GET', authorizePath(), { headers })).text).toContain('Approve');
  const form = new URLSearchParams({ user_oauth_approval: answer });
  const approved = await call('POST', authorizePath(), { headers, form });
  expect(approved.headers['location']).toMatch(location);
});

test('pages of an origin may call once it was allowed', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const origin = 'https://app.example.com:8443';
  const headers = {
    Origin: origin,
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'authorization',
  };
  const path = '/cloudlink/rest/auth';
  expect((await call('OPTIONS', path, { headers })).status).toBe(403);
  await call('POST', '/cloudlink/rest/cors', { token, json: { origin } });
  const preflight = await call('OPTIONS', path, { headers });
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([200, origin]);
  expect(preflight.headers['access-control-allow-headers']).toBe('authorization');
  const answer = await call('GET', path, { token, headers: { Origin: origin } });
  expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
});
