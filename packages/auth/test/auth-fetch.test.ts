import { afterEach, expect, test, vi } from 'vitest';
import { authFetch, type AuthFetchOptions, clientCredentials } from '../src/index.ts';
import { bearerOf, CREDENTIALS, fakeCenter, fakeClock, ORIGIN, tokenAnswer } from './fake-center.ts';

const URL_OF_MACHINES = `${ORIGIN}/cloudlink/rest/securevm`;

afterEach(() => {
  vi.unstubAllGlobals();
});

function setUp(options: AuthFetchOptions = {}) {
  const center = fakeCenter();
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch });
  return { center, source, fetch: authFetch(source, center.fetch, options) };
}

async function setUpRevoked() {
  const all = setUp();
  all.center.revoked.add((await all.source.getToken()).value);
  return all;
}

test.each([
  ['a string', URL_OF_MACHINES],
  ['a URL', new URL(URL_OF_MACHINES)],
  ['a Request', new Request(URL_OF_MACHINES)],
  ['capital letters and the default port', 'HTTPS://CLC.EXAMPLE.COM:443/cloudlink/rest/securevm'],
])('puts the token on a request given as %s', async (_, input) => {
  const { center, fetch } = setUp();
  await fetch(input);
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1']);
});

test.each([
  'https://evil.example.com/',
  `${ORIGIN}.evil.example.com/`,
  `https://clc.example.com@evil.example.com/`,
  'http://clc.example.com/',
])('sends %s as it is', async (url) => {
  const { center, source } = setUp();
  const passed = vi.fn(() => Promise.resolve(new Response(null, { status: 401 })));
  const init = { method: 'POST' };
  expect((await authFetch(source, passed)(url, init)).status).toBe(401);
  expect(passed.mock.calls).toEqual([[url, init]]);
  expect(center.tokenRequests).toHaveLength(0);
});

test('takes a body of null for none', async () => {
  const { center, fetch } = setUp();
  expect((await fetch(URL_OF_MACHINES, { body: null })).status).toBe(200);
  expect(center.apiBodies).toEqual(['']);
});

test('leaves what is no address to fetch', async () => {
  const passed = vi.fn(() => Promise.reject(new TypeError('no URL')));
  await expect(authFetch(setUp().source, passed)('not a url')).rejects.toThrow('no URL');
});

test.each<[string, BodyInit, string]>([
  ['a string', 'text', 'text'],
  ['bytes', new TextEncoder().encode('bytes'), 'bytes'],
  ['a Blob', new Blob(['blob']), 'blob'],
  ['parameters', new URLSearchParams({ a: '1' }), 'a=1'],
])('replays a POST of %s once with everything intact', async (_, body, wire) => {
  const { center, fetch } = await setUpRevoked();
  const mine = new AbortController();
  const response = await fetch(URL_OF_MACHINES, {
    method: 'POST',
    body,
    headers: { 'X-Trace': 'abc', Authorization: 'Bearer wrong' },
    signal: mine.signal,
    redirect: 'error',
  });
  expect(await response.json()).toEqual({ seen: 'token-2' });
  expect(center.apiBodies).toEqual([wire, wire]);
  mine.abort();
  for (const request of center.apiRequests) {
    expect(request).toMatchObject({ method: 'POST', redirect: 'error' });
    expect(request.headers.get('x-trace')).toBe('abc');
    expect(request.signal.aborted).toBe(true);
  }
});

test('replays a form intact', async () => {
  const { center, fetch } = await setUpRevoked();
  const body = new FormData();
  body.set('file', new File(['license'], 'license.txt'));
  await fetch(URL_OF_MACHINES, { method: 'POST', body });
  expect(center.apiBodies).toHaveLength(2);
  expect(center.apiBodies.every((text) => text.includes('license.txt') && text.includes('license'))).toBe(
    true,
  );
});

test('replays a Request with its body, headers and signal', async () => {
  const { center, fetch } = await setUpRevoked();
  const request = new Request(URL_OF_MACHINES, {
    method: 'PUT',
    body: '{"a":1}',
    headers: { 'X-Trace': 'abc' },
  });
  expect((await fetch(request)).status).toBe(200);
  expect(center.apiBodies).toEqual(['{"a":1}', '{"a":1}']);
  expect(center.apiRequests.map((sent) => `${sent.method} ${sent.headers.get('x-trace')}`)).toEqual([
    'PUT abc',
    'PUT abc',
  ]);
});

test.each([
  ['a stream', () => new Blob(['once']).stream()],
  [
    'an async iterable',
    async function* chunks() {
      yield new TextEncoder().encode('once');
    },
  ],
])(
  'does not replay %s: the 401 comes back with a hint, and the next call has a new token',
  async (_, make) => {
    const { center, fetch } = await setUpRevoked();
    // Node's fetch takes async iterables, which the DOM's types do not know.
    const init = { method: 'POST', body: make() as BodyInit, duplex: 'half' };
    const response = await fetch(URL_OF_MACHINES, init);
    expect(response.status).toBe(401);
    expect(response.authHint).toMatch(/stream.*again/);
    expect(await response.json()).toMatchObject({ error: 'invalid_token' });
    expect(center.apiBodies).toEqual(['once']);
    expect(await (await fetch(URL_OF_MACHINES)).json()).toEqual({ seen: 'token-2' });
  },
);

test('when the server hands out the rejected token again, the 401 is the answer', async () => {
  const { center, fetch } = setUp();
  center.answerToken = () => tokenAnswer('same');
  center.revoked.add('same');
  expect(await fetch(URL_OF_MACHINES)).toMatchObject({
    status: 401,
    authHint: 'The server returned the rejected token',
  });
  expect(center.apiRequests).toHaveLength(1);
});

test('uses the global fetch of the moment when none is given', async () => {
  const { center, source } = setUp();
  const fetch = authFetch(source);
  vi.stubGlobal('fetch', center.fetch);
  expect((await fetch(URL_OF_MACHINES)).status).toBe(200);
});

test('an abort while waiting for the token rejects with its reason', async () => {
  const { center, fetch } = setUp();
  center.answerToken = () => new Promise(() => {});
  await expect(fetch(URL_OF_MACHINES, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
});

test('other origins get the token when they are named', async () => {
  const { center, fetch } = setUp({ origins: ['https://node2.example.com'] });
  await fetch('https://node2.example.com/cloudlink/rest/securevm');
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1']);
});

test('a 401 from where a redirect has led is no news about the token', async () => {
  const { center, source } = setUp();
  const token = await source.getToken();
  const away = new Response(null, { status: 401 });
  Object.defineProperties(away, { redirected: { value: true }, url: { value: 'https://evil.example.com/' } });
  expect(await authFetch(source, () => Promise.resolve(away))(URL_OF_MACHINES)).toBe(away);
  expect(source.peek()).toBe(token);
  expect(center.tokenRequests).toHaveLength(1);
});

test('a 401 that comes long after its token was replaced leaves the newer one alone', async () => {
  const center = fakeCenter();
  const clock = fakeClock();
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, clock });
  const fetch = authFetch(source, center.fetch);
  await fetch(URL_OF_MACHINES);
  const late = Promise.withResolvers<Response>();
  const { answerApi } = center;
  center.answerApi = () => late.promise;
  const slow = fetch(URL_OF_MACHINES);
  await expect.poll(() => center.apiRequests).toHaveLength(2);
  center.answerApi = answerApi;
  center.revoked.add('token-1');
  await fetch(URL_OF_MACHINES);
  // Longer than the server's repetition of a rejected token is believed.
  clock.pass(60_000);
  late.resolve(new Response(null, { status: 401 }));
  await slow;
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1', 'token-1', 'token-1', 'token-2', 'token-2']);
  expect(center.tokenRequests).toHaveLength(2);
});
