/** What `authFetch` does with requests, one rule a test; test/auth-fetch.test.ts shows its use. */
import { Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { authFetch, clientCredentials } from '../../src/index.ts';
import { bearerOf, CREDENTIALS, fakeCenter, ORIGIN, tokenAnswer } from '../fake-center.ts';

const URL_OF_MACHINES = `${ORIGIN}/cloudlink/rest/securevm`;

afterEach(() => {
  vi.unstubAllGlobals();
});

function setUp() {
  const center = fakeCenter();
  const clientId = `robot-${crypto.randomUUID()}`;
  const source = clientCredentials({ ...CREDENTIALS, clientId, baseUrl: ORIGIN, fetch: center.fetch });
  return { center, source, fetch: authFetch(source, center.fetch) };
}

test('a request to another origin, or to no address, is passed on as it is', async () => {
  for (const input of ['https://evil.example.com/', 'http://clc.example.com/', 'not a url', '/relative']) {
    const { center, source } = setUp();
    const passed = vi.fn(() => Promise.resolve(new Response(null, { status: 401 })));
    const init = { method: 'POST' };
    await authFetch(source, passed)(input, init);
    expect(passed.mock.calls).toEqual([[input, init]]);
    expect(center.tokenRequests).toHaveLength(0);
  }
});

test('replays a Request whose body can be sent once, and leaves alone a body that init replaces', async () => {
  const { center, source, fetch } = setUp();
  center.revoked.add((await source.getToken()).value);
  const request = new Request(URL_OF_MACHINES, { method: 'PUT', body: 'own' });
  expect((await fetch(request)).status).toBe(200);
  expect(request.bodyUsed).toBe(true);
  // A used body cannot be cloned.
  center.revoked.add((await source.getToken()).value);
  expect((await fetch(request, { method: 'PUT', body: 'other' })).status).toBe(200);
  expect(center.apiBodies).toEqual(['own', 'own', 'other', 'other']);
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1', 'token-2', 'token-2', 'token-3']);
});

test('a body of null, text or bytes is replayed, and a stream is not', async () => {
  const rows: [BodyInit | null, number][] = [
    [null, 200],
    ['text', 200],
    [new TextEncoder().encode('bytes'), 200],
    [new Blob(['once']).stream(), 401],
    // Node's fetch takes async iterables, which the DOM's types do not know.
    [Readable.from([new TextEncoder().encode('once')]) as unknown as BodyInit, 401],
  ];
  for (const [body, status] of rows) {
    const { center, source, fetch } = setUp();
    center.revoked.add((await source.getToken()).value);
    // Node needs `duplex` for a stream; the DOM's types do not know it.
    const init = { method: 'POST', body, duplex: 'half' };
    expect((await fetch(URL_OF_MACHINES, init)).status).toBe(status);
  }
});

test('the signal of init, or else of the Request, ends the wait for a token', async () => {
  const signal = AbortSignal.abort('enough');
  const rows: [string | Request, RequestInit | undefined][] = [
    [URL_OF_MACHINES, { signal }],
    [new Request(URL_OF_MACHINES, { signal }), undefined],
    [new Request(URL_OF_MACHINES), { signal }],
  ];
  for (const [input, init] of rows) {
    const { center, fetch } = setUp();
    center.answerToken = () => tokenAnswer('late');
    expect(await fetch(input, init).catch((error: unknown) => error)).toBe('enough');
    expect(center.apiRequests).toHaveLength(0);
  }
});

test('a 401 after a redirect is about the token only if the server is ours', async () => {
  const rows: [string, number][] = [
    ['https://evil.example.com/', 1],
    [`${ORIGIN}/elsewhere`, 2],
  ];
  for (const [url, tokens] of rows) {
    const { center, source } = setUp();
    const answer = new Response(null, { status: 401 });
    Object.defineProperties(answer, { redirected: { value: true }, url: { value: url } });
    expect(await authFetch(source, () => Promise.resolve(answer))(URL_OF_MACHINES)).toBe(answer);
    expect(center.tokenRequests, url).toHaveLength(tokens);
  }
});

test('the headers of init, or else of the Request, are sent with the token, by the global fetch', async () => {
  const request = new Request(URL_OF_MACHINES, { headers: { 'X-Of': 'request' } });
  const init = { headers: { 'X-Of': 'init', Authorization: 'Bearer wrong' } };
  const rows: [string | Request, RequestInit | undefined, string | null][] = [
    [URL_OF_MACHINES, undefined, null],
    [URL_OF_MACHINES, init, 'init'],
    [request, undefined, 'request'],
    [request, init, 'init'],
  ];
  for (const [input, some, want] of rows) {
    const { center, source } = setUp();
    vi.stubGlobal('fetch', center.fetch);
    await authFetch(source)(input, some);
    expect(center.apiRequests.map((sent) => [bearerOf(sent), sent.headers.get('x-of')])).toEqual([
      ['token-1', want],
    ]);
  }
});
