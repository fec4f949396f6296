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

test('somebody who is not signed in goes to the login page, and back with a token in the fragment [implicit.redirect] [implicit.order]', async () => {
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
  ['an unknown client [implicit.client]', { client_id: 'nobody' }, 401, undefined],
  [
    'a redirect URI that does not match [implicit.client]',
    { redirect_uri: 'https://evil.example.com/' },
    400,
    undefined,
  ],
  [
    'another response type [implicit.type]',
    { response_type: 'code' },
    302,
    /\/callback\?error=unsupported_response_type&.*state=s$/,
  ],
  [
    'another scope [implicit.scope]',
    { scope: 'some' },
    302,
    /\/callback#error=invalid_scope&error_description=Invalid%20scope:%20some&state=s&scope=all$/,
  ],
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
])('with approval asked for, %s decides [implicit.denied]', async (answer, location) => {
  await using running = await emulated(options('page'));
  const { call } = running;
  const { cookie } = await logIn(call, authorizePath());
  const headers = { Cookie: cookie };
  expect((await call('GET', authorizePath(), { headers })).text).toContain('Approve');
  const form = new URLSearchParams({ user_oauth_approval: answer });
  const approved = await call('POST', authorizePath(), { headers, form });
  expect(approved.headers['location']).toMatch(location);
});

test('pages of an origin may call once it was allowed [cors.allow]', async () => {
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

/** Signs in, and answers where an authorize request then leads. */
async function redirectOf(call: Call, query: string): Promise<{ status: number; location: string }> {
  const path = `/cloudlink/oauth/authorize?response_type=token&scope=all&client_id=web${query}`;
  const { cookie } = await logIn(call, path);
  const { status, headers } = await call('GET', path, { headers: { Cookie: cookie } });
  return { status, location: String(headers['location'] ?? '') };
}

test('a client with one redirect URI need not send it; one with two has to [implicit.one-uri]', async () => {
  await using one = await emulated(options());
  expect((await redirectOf(one.call, '&state=s')).location).toMatch(
    /^https:\/\/app\.example\.com\/callback#access_token=/,
  );
  await using two = await emulated({ implicit: { clients: { web: [REDIRECT, `${REDIRECT}/2`] } } });
  expect((await redirectOf(two.call, '&state=s')).status).toBe(400);
});

test('a registered URI that has a fragment goes on with an ampersand [implicit.fragment-uri]', async () => {
  await using running = await emulated({ implicit: { clients: { web: [`${REDIRECT}#/signed-in`] } } });
  const { location } = await redirectOf(running.call, '&state=s');
  expect(location).toMatch(
    /\/callback#\/signed-in&access_token=[\w-]+&token_type=bearer&state=s&expires_in=7199$/,
  );
});

test('in the state only what a fragment cannot hold is encoded [implicit.encoding] [implicit.state-hash]', async () => {
  await using running = await emulated(options());
  const { location } = await redirectOf(running.call, `&state=${encodeURIComponent('a#b&c=d+e?f/g h')}`);
  expect(location).toContain('&state=a%23b&c=d+e?f/g%20h&expires_in=');
});

test('an approval without a request in the session is an error page [implicit.session]', async () => {
  await using running = await emulated(options('page'));
  const { call } = running;
  const { cookie } = await logIn(call, authorizePath());
  const form = new URLSearchParams({ user_oauth_approval: 'true' });
  const approve = async (path: string): Promise<Answer> =>
    call('POST', path, { headers: { Cookie: cookie }, form });
  expect((await approve(authorizePath())).status).toBe(400);
  await call('GET', authorizePath(), { headers: { Cookie: cookie } });
  // What the form's address says does not count.
  expect((await approve('/cloudlink/oauth/authorize?state=other')).headers['location']).toMatch(
    /callback#.*&state=s&/,
  );
  expect((await approve(authorizePath())).status).toBe(400);
});

test('the pages of signing in cannot be framed', async () => {
  await using running = await emulated();
  const { headers } = await running.call('GET', '/cloudlink/login');
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
});
