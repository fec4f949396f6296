/**
 * A failure on the caller's side is the caller's own error, unchanged or as a TypeError. It is reported at
 * once, never retried, and never "no answer, check the network". local-files.test.ts does the same for
 * files.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CloudLink, CloudLinkError, type CloudLinkOptions } from '../src/index.ts';
import { clientOfServer, failureOf, SECRET, send } from './local-calls.ts';
import { watch } from './roads.ts';
import { type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

let server: ScriptedCenter;
let retries: unknown[];

beforeEach(async () => {
  server = await scriptedCenter();
  retries = [];
});

afterEach(async () => {
  await server.close();
});

const clientOf = (more: Partial<CloudLinkOptions> = {}): CloudLink => clientOfServer(server, retries, more);

const HEADERS: readonly Record<string, string>[] = [
  { 'Keep-Alive': 'timeout=5' },
  { Expect: '100-continue' },
  { 'Transfer-Encoding': 'chunked' },
  { Connection: 'close' },
  { 'content-length': '5' },
  { Upgrade: 'websocket' },
  { TE: 'trailers' },
  { Trailer: 'X-Sum' },
  { 'Proxy-Connection': 'keep-alive' },
  { 'X-Control': 'a\u0001b' },
  { 'X-Lines': 'a\r\nX-More: b' },
  { 'X-Euro': '€' },
  { 'X Space': 'a' },
];
const ROADS: Readonly<
  Record<string, (center: CloudLink, headers: Record<string, string>) => Promise<unknown>>
> = {
  'a path-string call': (center, headers) => center.GET('/securevm', { headers }),
  'a named call': (center, headers) => center.machineGroups.create({ body: { name: 'x' }, headers }),
  'a watched call': (center, headers) => watch(center).machines.list({ headers }),
};

test.each(Object.keys(ROADS).flatMap((road) => HEADERS.map((headers) => [road, headers] as const)))(
  '%s with the header %j is a TypeError at once',
  async (road, headers) => {
    for (const more of [{}, { fetch: (request: Request) => fetch(request) }]) {
      await using center = clientOf(more);
      const isOfFetch = 'fetch' in more && 'X-Control' in headers;
      // A control character in a custom fetch is for that fetch to report.
      if (!isOfFetch)
        expect(await failureOf(ROADS[road]?.(center, headers) ?? Promise.resolve())).toBeInstanceOf(
          TypeError,
        );
    }
    expect([retries, server.requests]).toEqual([[], []]);
  },
);

test.each(HEADERS.slice(0, 3))('openapiFetch with the header %j is a TypeError', async (headers) => {
  await using center = clientOf();
  expect(await failureOf(center.openapiFetch.GET('/securevm', { headers }))).toBeInstanceOf(TypeError);
  expect(server.requests).toEqual([]);
});

test('an impossible header of middleware is a TypeError, and is not retried', async () => {
  await using center = clientOf();
  center.openapiFetch.use({
    onRequest({ request }) {
      request.headers.set('Expect', '100-continue');
    },
  });
  expect(await failureOf(center.machines.list())).toBeInstanceOf(TypeError);
  expect([retries, server.requests]).toEqual([[], []]);
});

test('a TypeError with a cause, of middleware or a value, does not count as a cut-off response', async () => {
  const reason = new TypeError('mine', { cause: new Error('inner') });
  const fail = (): never => {
    throw reason;
  };
  await using center = clientOf();
  const name = { toJSON: fail } as unknown as string;
  expect(await failureOf(center.machineGroups.create({ body: { name } }))).toBe(reason);
  for (const middleware of [{ onRequest: fail }, { onResponse: fail }]) {
    center.openapiFetch.use(middleware);
    expect(await failureOf(center.machines.list())).toBe(reason);
    center.openapiFetch.eject(middleware);
  }
  expect(retries).toEqual([]);
});

test("an error of the caller's token source is the error of the call", async () => {
  const reason = new TypeError('mine', { cause: new Error('inner') });
  const auth = {
    origin: undefined,
    peek: () => undefined,
    getToken: () => Promise.reject(reason),
    invalidate: () => {},
    logout: () => Promise.resolve(),
  };
  await using center = clientOf({ auth });
  expect(await failureOf(center.machines.list())).toBe(reason);
  expect(retries).toEqual([]);
});

test('an invalid signal is a TypeError, and the client can still be closed', async () => {
  await using center = clientOf();
  // A JavaScript caller may pass this.
  const signal = new AbortController() as unknown as AbortSignal;
  expect(await failureOf(center.machines.list({ signal }))).toBeInstanceOf(TypeError);
  expect(await send(center, new Uint8Array(1), { signal })).toBeInstanceOf(TypeError);
  await center.close();
});

test("what the caller's fetch throws is the cause, unchanged", async () => {
  const reason = Object.assign(new Error('the test has no network'), { request: {} });
  await using center = clientOf({
    fetch: (request) => (request.url.includes('/oauth/') ? fetch(request) : Promise.reject(reason)),
    retry: 0,
  });
  const error = await failureOf(center.machines.list());
  expect(error).toMatchObject({ code: 'unreachable', notSent: false });
  expect((error as CloudLinkError).cause).toBe(reason);
  const watched = await failureOf(watch(center).machines.list());
  expect((watched as CloudLinkError).cause).toBe(reason);
  const sent = await send(center, new Uint8Array(1));
  expect((sent as CloudLinkError).cause).toBe(reason);
});

test("an error of a body of the caller's fetch is the cause, unchanged", async () => {
  const reason = new Error('the cassette ends here');
  const broken = new ReadableStream({
    pull() {
      throw reason;
    },
  });
  await using center = clientOf({
    fetch: (request) =>
      request.url.includes('/oauth/') ? fetch(request) : Promise.resolve(new Response(broken)),
    retry: 0,
  });
  const error = await failureOf(center.machines.list());
  expect(error).toMatchObject({ code: 'unreachable' });
  expect((error as CloudLinkError).cause).toBe(reason);
});

test('what it throws for a token request is the cause too, with the secret masked', async () => {
  await using center = clientOf({
    fetch: (request) =>
      Promise.reject(
        Object.assign(new Error(`no route to ${request.url}`, { cause: new Error(`inner ${request.url}`) }), {
          code: 'E_CASSETTE',
          url: request.url,
        }),
      ),
    retry: 0,
  });
  const error = await failureOf(center.machines.list());
  expect(error).toMatchObject({ code: 'unreachable', notSent: true });
  const shown: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    shown.push(String(one), JSON.stringify(Object.entries(one)));
  expect(shown.join('\n')).toMatch(/E_CASSETTE/);
  expect(shown.join('\n')).toMatch(/no route to .*\[redacted\]/);
  for (const shape of [SECRET, encodeURIComponent(SECRET), SECRET.replaceAll(' ', '+')])
    expect(shown.join('\n')).not.toContain(shape);
});

test("a custom fetch that returns no response is the caller's mistake, at once", async () => {
  let calls = 0;
  await using center = clientOf({
    fetch: () => {
      calls += 1;
      // A JavaScript caller may return this.
      return Promise.resolve(undefined as unknown as Response);
    },
  });
  expect(await failureOf(center.machines.list())).toBeInstanceOf(TypeError);
  expect([calls, retries]).toEqual([1, []]);
});
