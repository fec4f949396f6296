/**
 * A secret and a token that occur nowhere else are pushed through every failure; nothing that comes out may
 * hold them.
 *
 * @module
 */
import { inspect } from 'node:util';
import createClient from 'openapi-fetch';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authFetch, bearerAuth, bindTokenSource, clientCredentials, sharedStore } from '../src/index.ts';
import { fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';
import { memoryStore } from './memory-store.ts';

const SECRET = 'c4n4ry&s3cret/+ü "x"';
const TOKEN = 'c4n4ry-t0ken';
const SHAPES = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams({ s: SECRET }).toString().slice(2),
  JSON.stringify(SECRET).slice(1, -1),
  'c4n4ry',
];

const unhandled: unknown[] = [];
const console_: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  console_.length = 0;
  process.on('unhandledRejection', remember);
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...values) => console_.push(...values));
  }
});

afterEach(() => {
  process.off('unhandledRejection', remember);
  vi.restoreAllMocks();
});

/** Everything that printing, logging or reporting a value could show. */
function everything(value: unknown): string {
  const texts = [
    inspect(value, { depth: 20, showHidden: true, compact: false }),
    JSON.stringify(value) ?? '',
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(
      String(error),
      error.stack ?? '',
      ...Object.getOwnPropertyNames(error).map((key) => inspect(Reflect.get(error, key), { depth: 20 })),
    );
  }
  return texts.join('\n');
}

function expectClean(...values: unknown[]) {
  const text = [...values, ...unhandled, ...console_].map(everything).join('\n');
  for (const shape of SHAPES) expect(text).not.toContain(shape);
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('This was to fail');
    },
    (error: unknown) => error,
  );

const echo = (request: Request) => `${request.url} ${decodeURIComponent(request.url)} ${SECRET}`;

test.each<[string, (request: Request) => Response | Promise<Response>]>([
  [
    'an OAuth error that echoes everything',
    (request) => Response.json({ error: echo(request), error_description: echo(request) }, { status: 401 }),
  ],
  ['a page that echoes everything', (request) => new Response(`<p>${echo(request)}</p>`, { status: 404 })],
  ['a plain text that echoes the secret', () => new Response(SECRET, { status: 500 })],
  ['a JSON text that echoes the secret', () => Response.json([SECRET], { status: 500 })],
  [
    'a redirect with the query',
    (request) =>
      new Response(null, { status: 302, headers: { location: `https://evil.example.com/${request.url}` } }),
  ],
  ['a token of the wrong type', () => Response.json({ access_token: TOKEN, token_type: 'mac' })],
  ['a token that no header takes', () => Response.json({ access_token: `${TOKEN}\n`, token_type: 'bearer' })],
  ['a token with a bad lifetime', () => tokenAnswer(TOKEN, -1)],
  ['a token cut off', () => new Response(`{"access_token":"${TOKEN}`)],
  ['a token in a list', () => Response.json([{ access_token: TOKEN }])],
  [
    'a token with a wrong status',
    () => Response.json({ access_token: TOKEN, token_type: 'bearer' }, { status: 203 }),
  ],
  ['a token in XML', () => new Response(`<oauth><access_token>${TOKEN}</access_token></oauth>`)],
  [
    'a failure that names the URL',
    (request) => Promise.reject(new TypeError(`Failed to parse URL from ${request.url}`)),
  ],
  [
    'a failure with the URL in a cause',
    (request) =>
      Promise.reject(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error(request.url), { input: request.url, code: 'ERR_INVALID_URL' }),
        }),
      ),
  ],
  [
    'a failure that holds the request',
    (request) =>
      Promise.reject(
        Object.assign(new Error('failed'), {
          request,
          config: { url: request.url },
          toJSON: () => request.url,
        }),
      ),
  ],
  ['a thrown string', (request) => Promise.reject(request.url)],
  ['silence', () => new Promise<never>(() => {})],
])('nothing comes out on %s', async (server, answer) => {
  const center = fakeCenter();
  center.answerToken = answer;
  for (const credentialsIn of ['query', 'body'] as const) {
    const source = clientCredentials({
      clientId: 'robot',
      clientSecret: SECRET,
      baseUrl: ORIGIN,
      fetch: center.fetch,
      timeout: server === 'silence' ? 40 : 30_000,
      credentialsIn,
      // A memory of refusals of its own.
      clock: fakeClock(),
    });
    const error = await failure(source.getToken());
    expect(error).toMatchObject({ name: 'AuthError' });
    expectClean(error, source, await failure(source.getToken()));
  }
  await settle();
  expectClean();
});

test('nothing comes out of options, sources, tokens and middleware', async () => {
  const center = fakeCenter();
  center.answerToken = () => tokenAnswer(TOKEN);
  const unbound = clientCredentials({ clientId: 'robot', clientSecret: SECRET });
  const source = bindTokenSource(unbound, { baseUrl: ORIGIN, fetch: center.fetch });
  const token = await source.getToken();
  expect(token.value).toBe(TOKEN);
  expectClean(
    unbound,
    source,
    token,
    { ...token },
    bearerAuth(source),
    authFetch(source),
    await failure(unbound.getToken()),
  );
});

test('nothing comes out of wrong options', () => {
  const make = (options: object) =>
    failure(
      Promise.resolve().then(() =>
        clientCredentials({ clientId: 'robot', clientSecret: SECRET, ...options }),
      ),
    );
  return Promise.all(
    [
      { clientId: '' },
      { timeout: -1 },
      { baseUrl: `https://robot:${encodeURIComponent(SECRET)}@clc.example.com` },
      { baseUrl: `${ORIGIN}?client_secret=${SECRET}` },
      { baseUrl: `//${SECRET}` },
    ].map(async (options) => expectClean(await make(options))),
  );
});

test('nothing comes out of a logout that fails', async () => {
  const center = fakeCenter();
  center.answerToken = () => tokenAnswer(TOKEN);
  const source = clientCredentials({
    clientId: 'robot',
    clientSecret: SECRET,
    baseUrl: ORIGIN,
    fetch: center.fetch,
  });
  await source.getToken();
  center.answerApi = () => new Response(`gone: ${TOKEN}`, { status: 500 });
  const refused = await failure(source.logout());
  center.answerApi = (request) => Promise.reject(new Error(request.headers.get('authorization') ?? ''));
  expectClean(refused, await failure(source.logout()));
});

test('nothing comes out of calls whose renewal fails', async () => {
  const center = fakeCenter();
  const clock = fakeClock();
  const source = clientCredentials({
    clientId: 'robot',
    clientSecret: SECRET,
    baseUrl: ORIGIN,
    fetch: center.fetch,
    clock,
  });
  const api = createClient<Record<string, never>>({ baseUrl: ORIGIN, fetch: center.fetch });
  api.use(bearerAuth(source));
  center.answerToken = (request, count) =>
    count === 1 ? tokenAnswer(TOKEN) : Promise.reject(new Error(`${request.url} ${SECRET}`));
  await source.getToken();
  // A failing background renewal, then a rejected token.
  clock.pass(7_180_000);
  await source.getToken();
  await settle();
  center.revoked.add(TOKEN);
  const fetch = authFetch(source, center.fetch);
  expectClean(await failure(fetch(`${ORIGIN}/cloudlink/rest/securevm`)), await failure(fetch(`${ORIGIN}/x`)));
  await settle();
  expectClean();
});

test('nothing comes out of a store that fails', async () => {
  const center = fakeCenter();
  center.answerToken = () => tokenAnswer(TOKEN);
  const told: unknown[] = [];
  const memory = memoryStore();
  const source = clientCredentials({
    clientId: 'robot',
    clientSecret: SECRET,
    baseUrl: ORIGIN,
    fetch: center.fetch,
    store: sharedStore(memory, { onStoreFailure: (error) => told.push(error) }),
  });
  memory.before = (operation) =>
    operation === 'set' ? Promise.reject(new Error(`cannot set ${TOKEN}`)) : Promise.resolve();
  await source.getToken();
  expect(told).toHaveLength(1);
  expectClean(told, source, [...memory.entries.keys()]);
});
