import { afterEach, expect, test, vi } from 'vitest';
import { type ClientCredentialsOptions, clientCredentials } from '../src/index.ts';
import { bearerOf, CREDENTIALS, fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function setUp(options: Partial<ClientCredentialsOptions> = {}) {
  const center = fakeCenter();
  const clock = fakeClock();
  const source = clientCredentials({
    ...CREDENTIALS,
    baseUrl: ORIGIN,
    fetch: center.fetch,
    clock,
    ...options,
  });
  return { center, clock, source };
}

test('sends the request as the vendor documents it: all in the query, nothing in the body', async () => {
  const { center, source } = setUp();
  const token = await source.getToken();
  const [request] = center.tokenRequests;
  expect(request).toMatchObject({
    method: 'POST',
    url: `${ORIGIN}/cloudlink/oauth/token?grant_type=client_credentials&client_id=robot&client_secret=s3cret-of-robot&scope=all`,
    redirect: 'manual',
    body: null,
  });
  expect(request?.headers.get('accept')).toBe('application/json');
  expect(token.value).toBe('token-1');
  expect(token.expiresAt).toBe(1_700_000_000_000 + 7_199_000);
});

test('sends the secret in the body when asked to', async () => {
  const { center, source } = setUp({ credentialsIn: 'body', scope: 'built_in_client' });
  await source.getToken();
  const [request] = center.tokenRequests;
  expect(request?.url).toBe(`${ORIGIN}/cloudlink/oauth/token`);
  expect(request?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
  expect(await request?.text()).toBe(
    'grant_type=client_credentials&client_id=robot&client_secret=s3cret-of-robot&scope=built_in_client',
  );
});

test('uses the global fetch of the moment when none is given', async () => {
  const center = fakeCenter();
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN });
  vi.stubGlobal('fetch', center.fetch);
  expect((await source.getToken()).value).toBe('token-1');
});

test.each<[string, object]>([
  ['clientId', { clientId: '' }],
  ['clientId', { clientId: undefined }],
  ['clientSecret', { clientSecret: '' }],
  ['clientSecret', { clientSecret: 5 }],
  ['credentialsIn', { credentialsIn: 'header' }],
  ['timeout', { timeout: 0 }],
  ['timeout', { timeout: Number.NaN }],
  ['timeout', { timeout: Infinity }],
  ['refusalPause', { refusalPause: -1 }],
  ['baseUrl', { baseUrl: `${ORIGIN}/cloudlink` }],
])('refuses a wrong %s at once', (name, wrong) => {
  const act = () => setUp(wrong);
  expect(act).toThrow(TypeError);
  expect(act).toThrow(new RegExp(`^${name}\\b`));
});

test.each([
  [undefined, 'clientSecret is undefined: give a client secret, or a function that returns it'],
  ['', 'clientSecret is empty: give a client secret, or a function that returns it'],
])('says that clientSecret is %j, and what to give', (clientSecret, message) => {
  // @ts-expect-error as a program without types may do, such as from an environment variable
  expect(() => setUp({ clientSecret })).toThrow(new TypeError(message));
});

test('refuses to run in a browser page unless told otherwise', () => {
  const page = { document: {} };
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', page.document);
  expect(() => setUp()).toThrow(/dangerouslyAllowBrowser/);
  expect(() => setUp({ dangerouslyAllowBrowser: true })).not.toThrow();
});

test('refuses plain HTTP to another machine unless told otherwise', () => {
  const baseUrl = 'http://clc.example.com';
  expect(() => setUp({ baseUrl })).toThrow(expect.objectContaining({ code: 'insecure_url' }));
  expect(setUp({ baseUrl, allowInsecureHttp: true }).source.origin).toBe(baseUrl);
});

test('does not notice what happens to the options later', async () => {
  const options = { ...CREDENTIALS, baseUrl: ORIGIN, fetch: fakeCenter().fetch, clientId: 'robot' };
  const center = fakeCenter();
  options.fetch = center.fetch;
  const source = clientCredentials(options);
  options.clientId = 'other';
  await source.getToken();
  expect(center.tokenRequests[0]?.url).toContain('client_id=robot');
});

const html = (status: number) => () => new Response('<h1>Sorry</h1>', { status });

test('names the origin and keeps the reason when no answer comes', async () => {
  const { center, source } = setUp();
  const reason = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  center.answerToken = () => Promise.reject(new TypeError('fetch failed', { cause: reason }));
  await expect(source.getToken()).rejects.toMatchObject({
    message: expect.stringContaining(ORIGIN),
    cause: { name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNREFUSED' } },
  });
});

test('an abort rejects with the reason of the signal, and the answer to the request that was sent counts', async () => {
  const { center, source } = setUp();
  const answer = Promise.withResolvers<Response>();
  center.answerToken = () => answer.promise;
  const mine = new AbortController();
  const waiting = source.getToken({ signal: mine.signal });
  await settle();
  const reason = new Error('enough');
  mine.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(center.tokenRequests[0]?.signal.aborted).toBe(false);
  answer.resolve(tokenAnswer('late'));
  await expect.poll(() => source.peek()?.value).toBe('late');
});

const refuse = () =>
  Response.json({ error: 'invalid_client', error_description: 'Bad client credentials' }, { status: 401 });

test.each([
  ['a wrong secret', refuse],
  ['a 401 in HTML', html(401)],
  ['a 403', html(403)],
  ['invalid_client with status 400', () => Response.json({ error: 'invalid_client' }, { status: 400 })],
  ['invalid_grant', () => Response.json({ error: 'invalid_grant' }, { status: 400 })],
  ['unauthorized with status 400', () => Response.json({ error: 'unauthorized' }, { status: 400 })],
])('after %s the server is left alone for a minute', async (_, answer) => {
  const { center, clock, source } = setUp();
  center.answerToken = answer;
  const start = clock.now();
  const first: unknown = await source.getToken().catch((error: unknown) => error);
  clock.pass(59_999);
  await expect(source.getToken()).rejects.toMatchObject({
    message:
      'The secret was refused before. Next attempt: 2023-11-14T22:14:20.000Z, or when the secret changes. The account may be locked',
    retryAt: start + 60_000,
    retryable: false,
    cause: first,
  });
  expect(center.tokenRequests).toHaveLength(1);
  clock.pass(1);
  await expect(source.getToken()).rejects.toMatchObject({ retryAt: undefined });
  expect(center.tokenRequests).toHaveLength(2);
  clock.pass(299_999);
  await expect(source.getToken()).rejects.toMatchObject({ retryAt: start + 360_000 });
  expect(center.tokenRequests).toHaveLength(2);
});

test('other refusals are no reason to wait', async () => {
  const { center, source } = setUp();
  center.answerToken = () => Response.json({ error: 'invalid_scope' }, { status: 400 });
  await expect(source.getToken()).rejects.toMatchObject({ oauthError: 'invalid_scope' });
  await expect(source.getToken()).rejects.toMatchObject({ oauthError: 'invalid_scope' });
  expect(center.tokenRequests).toHaveLength(2);
});

test('the pause after a refusal can be set', async () => {
  const { center, clock, source } = setUp({ refusalPause: 100 });
  center.answerToken = (_, count) => (count === 1 ? refuse() : tokenAnswer('fine'));
  await expect(source.getToken()).rejects.toMatchObject({ code: 'token_refused' });
  clock.pass(100);
  expect((await source.getToken()).value).toBe('fine');
});

test('a new secret ends the pause, and each renewal asks for it', async () => {
  let secret = 'old';
  const clientSecret = vi.fn(() => Promise.resolve(secret));
  const { center, clock, source } = setUp({ clientSecret });
  center.answerToken = (request) => (request.url.includes('=old') ? refuse() : tokenAnswer('fine', 60));
  await expect(source.getToken()).rejects.toMatchObject({ code: 'token_refused' });
  await expect(source.getToken()).rejects.toMatchObject({ code: 'token_refused' });
  expect(center.tokenRequests).toHaveLength(1);
  secret = 'new';
  expect((await source.getToken()).value).toBe('fine');
  clock.pass(60_000);
  await source.getToken();
  expect(center.tokenRequests).toHaveLength(3);
  expect(clientSecret).toHaveBeenCalledTimes(4);
});

test.each([
  ['throws', () => Promise.reject(new Error('vault is sealed'))],
  ['gives nothing', () => ''],
  ['gives what is no Unicode', () => 'a\ud800'],
])('sends nothing when the clientSecret function %s', async (_, clientSecret) => {
  const { center, source } = setUp({ clientSecret });
  await expect(source.getToken()).rejects.toMatchObject({ code: 'secret_unavailable' });
  expect(center.tokenRequests).toHaveLength(0);
});

test('a caller can leave while the clientSecret function hangs, and nothing is sent when it comes back', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { center, source } = setUp({ clientSecret: () => promise });
  const mine = new AbortController();
  const waiting = source.getToken(mine);
  mine.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  resolve('late');
  await settle();
  expect(center.tokenRequests).toHaveLength(0);
});

test('two clients never share a token', async () => {
  const center = fakeCenter();
  const make = () => clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch });
  const [first, second] = await Promise.all([make().getToken(), make().getToken()]);
  expect(first.value).not.toBe(second.value);
});

test('logout ends the session at the server and forgets the token', async () => {
  const { center, source } = setUp();
  await source.getToken();
  await source.logout();
  expect(center.apiRequests).toHaveLength(1);
  expect(center.apiRequests[0]).toMatchObject({ method: 'DELETE', url: `${ORIGIN}/cloudlink/rest/auth` });
  expect(center.apiRequests[0]?.headers.get('authorization')).toBe('Bearer token-1');
  expect(source.peek()).toBeUndefined();
  await source.logout();
  expect(center.apiRequests).toHaveLength(1);
});

test('logout takes a 401 for an ended session', async () => {
  const { center, source } = setUp();
  center.revoked.add((await source.getToken()).value);
  await source.logout();
  expect(source.peek()).toBeUndefined();
});

test('logout during a renewal ends the token in use and the one that the renewal brings', async () => {
  const { center, clock, source } = setUp();
  await source.getToken();
  clock.pass(7_180_000);
  const answer = Promise.withResolvers<Response>();
  center.answerToken = () => answer.promise;
  await source.getToken();
  const leaving = source.logout();
  answer.resolve(tokenAnswer('token-2'));
  await leaving;
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1', 'token-2']);
  expect(source.peek()).toBeUndefined();
});

test('logout while the first token is on its way ends that one', async () => {
  const { center, source } = setUp();
  const answer = Promise.withResolvers<Response>();
  center.answerToken = () => answer.promise;
  const first = source.getToken();
  const leaving = source.logout();
  answer.resolve(tokenAnswer('token-1'));
  await first;
  await leaving;
  expect(center.apiRequests.map(bearerOf)).toEqual(['token-1']);
  expect(source.peek()).toBeUndefined();
});

test('a logout that the server does not confirm keeps the token', async () => {
  const { center, source } = setUp();
  await source.getToken();
  center.answerApi = html(503);
  await expect(source.logout()).rejects.toMatchObject({
    code: 'logout_failed',
    status: 503,
    retryable: true,
  });
  center.answerApi = html(300);
  await expect(source.logout()).rejects.toMatchObject({ code: 'logout_failed', status: 300 });
  center.answerApi = () => Promise.reject(new TypeError('fetch failed'));
  await expect(source.logout()).rejects.toMatchObject({
    code: 'logout_failed',
    retryable: true,
    cause: { message: 'fetch failed' },
  });
  expect(source.peek()?.value).toBe('token-1');
});

test('a token does not show its value by accident', async () => {
  const token = await setUp().source.getToken();
  expect(JSON.stringify({ token })).not.toContain('token-1');
  expect(JSON.stringify({ ...token })).not.toContain('token-1');
});

test('the options offer no property that is not of their type', () => {
  setUp();
  // @ts-expect-error a secret is required
  expect(() => clientCredentials({ clientId: 'robot' })).toThrow(/^clientSecret /);
});
