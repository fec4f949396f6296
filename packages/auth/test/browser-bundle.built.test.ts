/**
 * The package as a browser bundle gets it, run here with a Center behind an injected fetch.
 *
 * @module
 */
import { inspect } from 'node:util';
import createClient from 'openapi-fetch';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type * as Auth from '../src/index.ts';
import { browserBundle } from '@cloudlink-center/testing/browser-bundle';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN } from './fake-center.ts';

let auth: typeof Auth;

beforeAll(async () => {
  const text = await browserBundle(`export * from '@cloudlink-center/auth'`, import.meta.dirname);
  // A module without a file; it is the same package.
  auth = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as typeof Auth;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function setUp() {
  const center = fakeCenter();
  const source = auth.clientCredentials({
    ...CREDENTIALS,
    baseUrl: ORIGIN,
    fetch: center.fetch,
    clock: fakeClock(),
  });
  const api = createClient<Record<string, never>>({ baseUrl: ORIGIN, fetch: center.fetch });
  api.use(auth.bearerAuth(source));
  return { center, source, request: api.request as unknown as (...call: unknown[]) => Promise<unknown> };
}

test('signs in, and replays a POST with its body after a 401', async () => {
  const { center, source, request } = setUp();
  center.revoked.add((await source.getToken()).value);
  expect(await request('post', '/x', { body: { a: 1 } })).toMatchObject({ data: { seen: 'token-2' } });
  expect(center.apiBodies).toEqual(['{"a":1}', '{"a":1}']);
});

test('refuses to run in a page unless told otherwise', () => {
  vi.stubGlobal('document', {});
  expect(setUp).toThrow(/cannot keep secrets.*implicit.*dangerouslyAllowBrowser/);
});

test('errors say what happened, without the secret or a token', async () => {
  const { center, source } = setUp();
  const token = '4b3c1e9a-7d7b-4a53-9d0e-2f8f3f1c6a55';
  center.answerToken = ({ url }) =>
    Response.json({ error: 'invalid_client', error_description: `Bad ${token} ${url}` }, { status: 401 });
  const refused: unknown = await source.getToken().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'token_refused', status: 401, oauthError: 'invalid_client' });
  expect(refused).toHaveProperty('message', expect.stringContaining('invalid_client Bad'));
  const other = setUp();
  other.center.answerToken = ({ url }) => Promise.reject(new TypeError(`Failed to fetch ${url}`));
  const unreachable: unknown = await other.source.getToken().catch((error: unknown) => error);
  expect(unreachable).toMatchObject({
    code: 'token_unreachable',
    cause: { name: 'TypeError', message: expect.stringMatching(/^Failed to fetch/) },
  });
  const shown = inspect([refused, unreachable], { depth: 9, showHidden: true });
  expect(shown).not.toContain(CREDENTIALS.clientSecret);
  expect(shown).not.toContain(token);
});

test('options are checked, and plain HTTP to another machine is refused', () => {
  const { clientCredentials } = auth;
  expect(() => clientCredentials({ ...CREDENTIALS, clientId: '' })).toThrow(/^clientId/);
  expect(() => clientCredentials({ ...CREDENTIALS, baseUrl: 'http://clc.example.com' })).toThrow(
    expect.objectContaining({ code: 'insecure_url' }),
  );
});

test('encodings of the secret are masked', async () => {
  const { center } = setUp();
  const clientSecret = 's&crét of ours';
  const source = auth.clientCredentials({
    ...CREDENTIALS,
    clientSecret,
    baseUrl: ORIGIN,
    fetch: center.fetch,
  });
  center.answerToken = ({ url }) =>
    Response.json({ error: 'invalid_scope', error_description: url }, { status: 400 });
  const refused: unknown = await source.getToken().catch((error: unknown) => error);
  expect(refused).toHaveProperty('message', expect.stringContaining('client_secret=[redacted]'));
});
