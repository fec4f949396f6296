import createClient, { type ClientOptions, type Middleware } from 'openapi-fetch';
import { afterEach, expect, test, vi } from 'vitest';
import { bearerAuth, type BearerAuthOptions, bindTokenSource, clientCredentials } from '../src/index.ts';
import { bearerOf, CREDENTIALS, fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Just enough of an API to call. */
interface Paths {
  '/securevm': {
    get: { responses: { 200: { content: { 'application/json': unknown } } } };
    post: {
      requestBody: { content: { 'application/json': unknown } };
      responses: { 200: { content: { 'application/json': unknown } } };
    };
  };
}

function setUp(auth: BearerAuthOptions = {}, client: ClientOptions = {}) {
  const center = fakeCenter();
  const clock = fakeClock();
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, clock });
  const api = createClient<Paths>({ baseUrl: `${ORIGIN}/cloudlink/rest`, fetch: center.fetch, ...client });
  api.use(bearerAuth(source, auth));
  return { center, clock, source, api };
}

test('puts the token on each request and asks for it once', async () => {
  const { center, api } = setUp();
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.GET('/securevm')));
  expect(answers.every(({ data }) => JSON.stringify(data) === '{"seen":"token-1"}')).toBe(true);
  expect(center.tokenRequests).toHaveLength(1);
});

test('does not clone a GET, neither before it is sent nor for the replay', async () => {
  const { center, source, api } = setUp();
  const clone = vi.spyOn(Request.prototype, 'clone');
  const sent: unknown[] = [];
  const fetch = (request: Request) => {
    sent.push(request);
    return Promise.resolve(
      center.revoked.has(bearerOf(request)) ? new Response('', { status: 401 }) : Response.json(1),
    );
  };
  await api.GET('/securevm', { fetch });
  center.revoked.add(source.peek()?.value ?? '');
  expect((await api.GET('/securevm', { fetch })).data).toBe(1);
  expect(clone).not.toHaveBeenCalled();
  expect(sent[1]).toBe(sent[2]);
});

test.each([
  ['JSON', () => Response.json({ error: 'invalid_token' }, { status: 401 })],
  ['XML', () => new Response('<error/>', { status: 401 })],
  ['HTML', () => new Response('<html></html>', { status: 401 })],
  ['no body', () => new Response(null, { status: 401 })],
])('replays once after a 401 with %s', async (_, unauthorized) => {
  const { center, api } = setUp();
  center.answerApi = (request) => (bearerOf(request) === 'token-1' ? unauthorized() : Response.json('fine'));
  expect((await api.GET('/securevm')).data).toBe('fine');
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1', 'token-2']);
});

test.each<[string, unknown, object, string]>([
  ['JSON', { name: 'ü' }, {}, '{"name":"ü"}'],
  ['text', 'plain', { bodySerializer: String }, 'plain'],
  ['bytes', new TextEncoder().encode('bytes'), { bodySerializer: (body: unknown) => body }, 'bytes'],
  ['a Blob', new Blob(['blob']), { bodySerializer: (body: unknown) => body }, 'blob'],
])('replays a body of %s intact', async (_, body, options, wire) => {
  const { center, source, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const headers = { 'X-Trace': 'abc' };
  expect((await api.POST('/securevm', { body, headers, ...options })).data).toEqual({ seen: 'token-2' });
  expect(center.apiBodies).toEqual([wire, wire]);
  expect(center.apiRequests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  expect(center.apiRequests.map((request) => request.headers.get('x-trace'))).toEqual(['abc', 'abc']);
});

test('replays a form with its file intact', async () => {
  const { center, source, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const body = new FormData();
  body.set('file', new File(['license'], 'license.txt'));
  await api.POST('/securevm', { body });
  expect(center.apiBodies[1]).toContain('license.txt');
  expect(center.apiBodies[1]).toBe(center.apiBodies[0]);
});

test('the replay keeps the custom fetch, its extra argument, the signal and the redirect mode', async () => {
  const requestInitExt = { dispatcher: 'mine' };
  const { source, center, api } = setUp({ requestInitExt }, { requestInitExt, redirect: 'error' });
  center.revoked.add((await source.getToken()).value);
  const calls: { request: Request; init: unknown }[] = [];
  const mine = new AbortController();
  const fetch = (request: Request, init?: unknown) => {
    calls.push({ request, init });
    return center.fetch(request);
  };
  await api.POST('/securevm', { body: 1, fetch, signal: mine.signal });
  mine.abort('enough');
  expect(calls).toHaveLength(2);
  for (const { request, init } of calls) {
    expect(request.redirect).toBe('error');
    expect(request.signal.reason).toBe('enough');
    expect(init).toBe(requestInitExt);
  }
});

test('the replay keeps options that only the runtime knows', async () => {
  const { source, center, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const seen: unknown[] = [];
  const fetch = (request: Request) => {
    seen.push(Reflect.get(request, 'cf'));
    return center.fetch(request);
  };
  const options = { body: 1, fetch, cf: 'edge' };
  await api.POST('/securevm', options);
  expect(seen).toEqual(['edge', 'edge']);
});

test('cancels the body of a 401 that is replayed', async () => {
  const { center, api } = setUp();
  const cancel = vi.fn();
  center.answerApi = (request) =>
    bearerOf(request) === 'token-1'
      ? new Response(new ReadableStream({ cancel }), { status: 401 })
      : Response.json('fine');
  await api.GET('/securevm');
  expect(cancel).toHaveBeenCalledOnce();
});

test('replays once and no more: the second 401 is the answer', async () => {
  const { center, api } = setUp();
  center.answerApi = () => Response.json({ error: 'invalid_token' }, { status: 401 });
  const { error, response } = await api.GET('/securevm');
  expect(response.status).toBe(401);
  expect(error).toEqual({ error: 'invalid_token' });
  expect(center.apiRequests).toHaveLength(2);
  expect(center.tokenRequests).toHaveLength(2);
});

test('a 403 is never replayed', async () => {
  const { center, api } = setUp();
  center.answerApi = () => Response.json({ error: 'access_denied' }, { status: 403 });
  expect((await api.GET('/securevm')).response.status).toBe(403);
  expect(center.apiRequests).toHaveLength(1);
});

test('when the server hands out the rejected token again, the 401 is the answer and nothing storms', async () => {
  const { center, api } = setUp();
  center.answerToken = () => tokenAnswer('same');
  center.revoked.add('same');
  for (let call = 0; call < 10; call++) {
    const { response, error } = await api.GET('/securevm');
    expect(response.status).toBe(401);
    expect(response).toHaveProperty('authHint', expect.stringContaining('returned the rejected token'));
    expect(error).toMatchObject({ error: 'invalid_token' });
  }
  expect(center.apiRequests).toHaveLength(10);
  expect(center.tokenRequests).toHaveLength(2);
});

test('one revoked token and ten late calls cost one more token request', async () => {
  const { center, source, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const held: (() => void)[] = [];
  const { answerApi } = center;
  center.answerApi = async (request) => {
    if (center.revoked.has(bearerOf(request))) await new Promise<void>((resolve) => held.push(resolve));
    return answerApi(request);
  };
  const calls = Array.from({ length: 10 }, () => api.GET('/securevm'));
  await expect.poll(() => held).toHaveLength(10);
  for (const release of held) {
    release();
    await settle();
  }
  expect((await Promise.all(calls)).map(({ data }) => data)).toEqual(calls.map(() => ({ seen: 'token-2' })));
  expect(center.tokenRequests).toHaveLength(2);
});

test.each([
  { server: 'exact', round: (ms: number) => ms / 1000, requests: 2 },
  { server: 'rounding down', round: (ms: number) => Math.floor(ms / 1000), requests: 3 },
])(
  'the same token with two seconds left, 500 calls past its end, $server server: no failed call',
  async ({ round, requests }) => {
    const { center, clock, api } = setUp();
    // As the real server: the valid token comes back with what is left of it; a new one is made after its
    // end.
    let number = 1;
    let end = clock.now() + 2000;
    center.answerToken = () => {
      if (clock.now() >= end) {
        number++;
        end = clock.now() + 7_200_000;
      }
      return tokenAnswer(`token-${number}`, round(end - clock.now()));
    };
    center.answerApi = (request) =>
      clock.now() < end && bearerOf(request) === `token-${number}`
        ? Response.json('fine')
        : new Response(null, { status: 401 });
    clock.pass(1);
    for (let call = 0; call < 500; call++) {
      expect((await api.GET('/securevm')).data).toBe('fine');
      clock.pass(8);
    }
    expect(center.tokenRequests.length).toBeLessThanOrEqual(requests);
  },
);

test('a token revoked in mid-flight costs one replay', async () => {
  const { center, source, api } = setUp();
  await api.GET('/securevm');
  const { answerApi } = center;
  center.answerApi = (request) => {
    center.revoked.add('token-1');
    return answerApi(request);
  };
  expect((await api.GET('/securevm')).data).toEqual({ seen: 'token-2' });
  expect(source.peek()?.value).toBe('token-2');
});

test('rejects with the AuthError when no token can be had', async () => {
  const { center, api } = setUp();
  center.answerToken = () => Response.json({ error: 'invalid_client' }, { status: 401 });
  await expect(api.GET('/securevm')).rejects.toMatchObject({ code: 'token_refused' });
  expect(center.apiRequests).toHaveLength(0);
});

test('rejects with the AuthError when the renewal after a 401 fails', async () => {
  const { center, source, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const cancel = vi.fn();
  center.answerApi = () => new Response(new ReadableStream({ cancel }), { status: 401 });
  center.answerToken = () => new Response(null, { status: 503 });
  await expect(api.GET('/securevm')).rejects.toMatchObject({ code: 'token_malformed', status: 503 });
  expect(cancel).toHaveBeenCalledOnce();
});

test('an abort while waiting for the token rejects with its reason', async () => {
  const { center, api } = setUp();
  center.answerToken = () => new Promise(() => {});
  const mine = new AbortController();
  const call = api.GET('/securevm', { signal: mine.signal });
  await settle();
  mine.abort('enough');
  await expect(call).rejects.toBe('enough');
});

test('the token goes to the origin of the source only', async () => {
  const { center, api } = setUp();
  await api.GET('/securevm', { baseUrl: 'https://evil.example.com' });
  await api.GET('/securevm', { baseUrl: `${ORIGIN}.evil.example.com` });
  expect(center.apiRequests.map(bearerOf)).toEqual(['', '']);
  expect(center.tokenRequests).toHaveLength(0);
});

test('the token goes to all origins that are named', async () => {
  const { center, api } = setUp({ origins: [ORIGIN, 'https://node2.example.com'] });
  await api.GET('/securevm', { baseUrl: 'https://node2.example.com/cloudlink/rest' });
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1']);
});

test('a 401 from elsewhere is no news about the token', async () => {
  const { center, source, api } = setUp();
  const token = await source.getToken();
  center.answerApi = () => {
    const response = new Response(null, { status: 401 });
    Object.defineProperties(response, {
      redirected: { value: true },
      url: { value: 'https://evil.example.com/' },
    });
    return response;
  };
  expect((await api.GET('/securevm')).response.status).toBe(401);
  expect((await api.GET('/securevm', { baseUrl: 'https://evil.example.com' })).response.status).toBe(401);
  expect(source.peek()).toBe(token);
});

test('other middleware may replace the request', async () => {
  const { center, source, api } = setUp();
  center.revoked.add((await source.getToken()).value);
  const replace: Middleware = {
    onRequest: ({ request }) => new Request(request, { headers: [...request.headers, ['x-more', '1']] }),
  };
  api.use(replace);
  expect((await api.POST('/securevm', { body: { a: 1 } })).data).toEqual({ seen: 'token-2' });
  expect(center.apiBodies).toEqual(['{"a":1}', '{"a":1}']);
});

test('a source without an address needs origins or a binding', () => {
  const source = clientCredentials(CREDENTIALS);
  expect(() => bearerAuth(source)).toThrow(TypeError);
  expect(() => bearerAuth(source)).toThrow(/baseUrl/);
  expect(() => bearerAuth(bindTokenSource(source, { baseUrl: ORIGIN }))).not.toThrow();
});
