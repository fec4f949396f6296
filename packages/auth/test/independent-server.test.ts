/**
 * Client credentials against an OAuth server that somebody else wrote: oidc-provider, which is certified by
 * the OpenID Foundation. Only its paths are a Center's, and it takes the secret in the body only.
 *
 * @module
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { authFetch, type ClientCredentialsOptions, clientCredentials, isAuthError } from '../src/index.ts';
import { fakeClock } from './fake-center.ts';

const SECRET = 'a secret/with+signs & 100%';

let server: Server;
let provider: Provider;
let baseUrl: string;
let lifetime: number;
const granted = vi.fn();

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server on a port has an address of this shape.
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = new Provider(baseUrl, {
    clients: [
      {
        client_id: 'robot',
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
        scope: 'all',
      },
    ],
    scopes: ['all', 'more'],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    routes: { token: '/cloudlink/oauth/token' },
    ttl: { ClientCredentials: () => lifetime },
  });
  provider.on('grant.success', granted);
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/cloudlink/rest/')) {
      await next();
      return;
    }
    const token = await tokenOf(context.get('authorization').replace('Bearer ', ''));
    if (context.method === 'DELETE') await token?.destroy();
    context.status = token ? 200 : 401;
    context.body = { client: token?.clientId };
  });
  const listener = provider.callback();
  server.on('request', (request, response) => void listener(request, response));
});

beforeEach(() => {
  lifetime = 600;
  granted.mockClear();
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const tokenOf = (value: string) => provider.ClientCredentials.find(value);

function setUp(options: Partial<ClientCredentialsOptions> = {}) {
  const source = clientCredentials({
    baseUrl,
    clientId: 'robot',
    clientSecret: SECRET,
    credentialsIn: 'body',
    ...options,
  });
  const fetch = authFetch(source);
  return { source, call: () => fetch(`${baseUrl}/cloudlink/rest/securevm`) };
}

test('gets a token that the server knows, with its scope and its end', async () => {
  const { source } = setUp();
  const before = Date.now();
  const token = await source.getToken();
  expect(await tokenOf(token.value)).toMatchObject({ clientId: 'robot', scope: 'all' });
  expect(token.expiresAt).toBeGreaterThanOrEqual(before + 599_000);
  expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 600_000);
});

test('a hundred calls at once cost one token', async () => {
  const { call } = setUp();
  const responses = await Promise.all(Array.from({ length: 100 }, call));
  expect(responses.every(({ status }) => status === 200)).toBe(true);
  expect(granted).toHaveBeenCalledOnce();
});

test('ten calls with a token that the server has destroyed cost one more', async () => {
  const { source, call } = setUp();
  await (await tokenOf((await source.getToken()).value))?.destroy();
  const responses = await Promise.all(Array.from({ length: 10 }, call));
  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
  expect(granted).toHaveBeenCalledTimes(2);
});

test('calls beyond the end of a short token go on with the next', async () => {
  lifetime = 1;
  const { source, call } = setUp();
  const first = await source.getToken();
  await vi.waitUntil(() => source.peek() === undefined, 30_000);
  expect((await call()).status).toBe(200);
  expect((await source.getToken()).value).not.toBe(first.value);
});

test.each<[string, Partial<ClientCredentialsOptions>, object]>([
  ['a wrong secret', { clientSecret: 'wrong' }, { status: 401, oauthError: 'invalid_client' }],
  ['an unknown client', { clientId: 'nobody' }, { status: 401, oauthError: 'invalid_client' }],
  ['a scope that the client may not have', { scope: 'more' }, { status: 400, oauthError: 'invalid_scope' }],
  ['a secret in the query', { credentialsIn: 'query' }, { status: 400, oauthError: 'invalid_request' }],
])('on %s the error names what the server said', async (_, options, expected) => {
  const { source } = setUp({ ...options, clock: fakeClock() });
  const error: unknown = await source.getToken().catch((thrown: unknown) => thrown);
  expect(isAuthError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'token_refused', retryable: false, ...expected });
  expect(String(error)).not.toContain(SECRET);
});

test('after a refusal the server is left alone', async () => {
  const failed = vi.fn();
  provider.on('grant.error', failed);
  const { source } = setUp({ clientSecret: 'wrong', clock: fakeClock() });
  for (let attempt = 0; attempt < 3; attempt++) await expect(source.getToken()).rejects.toThrow();
  expect(failed).toHaveBeenCalledOnce();
});

test('logout ends the token at the server', async () => {
  const { source } = setUp();
  const token = await source.getToken();
  await source.logout();
  expect(await tokenOf(token.value)).toBeUndefined();
  expect(source.peek()).toBeUndefined();
});
