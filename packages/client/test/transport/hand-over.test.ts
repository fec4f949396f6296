/** Calls over a patched global fetch: what the patch sees, and what happens if it drops the dispatcher. */
import { channel } from 'node:diagnostics_channel';
import { createServer, get } from 'node:http';
import { listen } from '@cloudlink-center/testing/listen';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHandOver } from '../../src/transport/hand-over.ts';
import { type Dispatched, scriptedDispatcher } from './scripted-dispatcher.ts';

const realFetch = globalThis.fetch;
const ENOUGH = new Error('enough');

interface Plain extends AsyncDisposable {
  readonly url: string;
  readonly requests: string[];
}

async function plainServer(): Promise<Plain> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('plain');
  });
  const listening = await listen(server);
  return {
    url: `http://${listening.host}`,
    requests,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

/** Listeners of events throw nowhere, except as the end of the process. */
const thrown: unknown[] = [];
const note = (error: unknown): void => void thrown.push(error);
beforeEach(() => {
  process.on('uncaughtException', note);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('uncaughtException', note);
  expect(thrown.splice(0)).toEqual([]);
});

type Init = RequestInit & { readonly dispatcher: { dispatch(options: object, handler: object): boolean } };
type Patch = (url: string, init: Init) => Promise<Response>;

function handedOver(patch: Patch): { send(request: Request): Promise<Response>; dispatched: Dispatched[] } {
  const { dispatcher, dispatched } = scriptedDispatcher();
  const handOver = createHandOver();
  vi.stubGlobal('fetch', patch);
  return { send: (request) => handOver(dispatcher, request), dispatched };
}

function getOverHttp(url: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    get(url, (response) => resolve(new Response(null, { status: response.statusCode ?? 0 }))).on(
      'error',
      reject,
    );
  });
}

const LOST = {
  code: 'untrusted_certificate',
  notSent: true,
  message: expect.stringMatching(/patch dropped its second argument.*Nothing was sent/) as string,
};

test.each<[string, Patch]>([
  ['the fetch of Node', (url) => realFetch(url)],
  ['node:http', (url) => getOverHttp(url)],
])('a request that a patch sends without the dispatcher over %s is stopped', async (_, patch) => {
  await using center = await plainServer();
  const { send } = handedOver(patch);
  await expect(send(new Request(`${center.url}/call`))).rejects.toMatchObject(LOST);
  expect(center.requests).toEqual([]);
});

test('requests of a patch to others, and those of others to the Center, are left alone', async () => {
  await using center = await plainServer();
  await using collector = await plainServer();
  const begun = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const { send } = handedOver(async () => {
    await (await realFetch(`${collector.url}/fetch`)).text();
    await getOverHttp(`${collector.url}/http`);
    begun.resolve();
    await ready.promise;
    return new Response('made up');
  });
  const call = send(new Request(`${center.url}/call`));
  await begun.promise;
  expect(await (await realFetch(`${center.url}/fetch`)).text()).toBe('plain');
  expect((await getOverHttp(`${center.url}/http`)).status).toBe(200);
  ready.resolve();
  expect(await (await call).text()).toBe('made up');
  expect([center.requests, collector.requests]).toEqual([
    ['/fetch', '/http'],
    ['/fetch', '/http'],
  ]);
});

test('requests are watched while any call is handed over, and not longer', async () => {
  const events = ['undici:request:create', 'undici:client:sendHeaders', 'http.client.request.created'];
  const watched = (): boolean[] => events.map((name) => channel(name).hasSubscribers);
  expect(watched()).toEqual([false, false, false]);
  const waiting: ((response: Response) => void)[] = [];
  const { send } = handedOver(() => new Promise((resolve) => waiting.push(resolve)));
  const first = send(new Request('https://clc.example.com/first'));
  const second = send(new Request('https://clc.example.com/second'));
  await expect.poll(() => waiting.length).toBe(2);
  waiting[0]?.(new Response());
  await first;
  expect(watched()).toEqual([true, true, true]);
  waiting[1]?.(new Response());
  await second;
  expect(watched()).toEqual([false, false, false]);
});

test('the dispatcher restores the secret that the patch does not see', async () => {
  const seen: string[] = [];
  const { send, dispatched } = handedOver(async (url, { dispatcher }) => {
    seen.push(url);
    const { origin, pathname, search } = new URL(url);
    dispatcher.dispatch({ origin, method: 'POST', path: pathname + search }, {});
    dispatcher.dispatch({ origin, method: 'POST', path: '/other' }, {});
    return new Response();
  });
  await send(new Request('https://clc.example.com/token?client_secret=canary&a=b', { method: 'POST' }));
  await send(new Request('https://clc.example.com/call?a=b'));
  expect(seen).toEqual([
    'https://clc.example.com/token?client_secret=redacted&a=b',
    'https://clc.example.com/call?a=b',
  ]);
  expect(dispatched.map(({ options }) => options.path)).toEqual([
    '/token?client_secret=canary&a=b',
    '/other',
    '/call?a=b',
    '/other',
  ]);
  expect(dispatched[0]?.options).toMatchObject({ origin: 'https://clc.example.com', method: 'POST' });
});

test.each([
  ['application/json', '{}', true],
  ['application/x-www-form-urlencoded', 'a=b', true],
  ['text/plain', 'text', true],
  ['application/octet-stream; name=text/plain', 'bytes', false],
  [undefined, new Uint8Array([1]), false],
])('a patch sees the body %s as most callers of fetch pass it', async (type, body, isText) => {
  const seen: Init[] = [];
  const { send } = handedOver(async (_url, init) => {
    seen.push(init);
    return new Response();
  });
  const headers = type === undefined ? {} : { 'content-type': type };
  await send(new Request('https://clc.example.com/call', { method: 'POST', body, headers }));
  const [init] = seen;
  expect(init).toMatchObject({ method: 'POST', headers });
  expect(init?.body).toEqual(isText ? body : expect.any(ReadableStream));
  expect((init as { duplex?: unknown } | undefined)?.duplex).toBe(isText ? undefined : 'half');
});

test('a patch sees a request without a body as most callers of fetch pass it', async () => {
  const seen: Init[] = [];
  const { send } = handedOver(async (_url, init) => {
    seen.push(init);
    return new Response();
  });
  const headers = { accept: 'made-up' };
  await send(new Request('https://clc.example.com/call', { headers, redirect: 'manual' }));
  expect(Object.keys(seen[0] ?? {}).toSorted()).toEqual([
    'dispatcher',
    'headers',
    'method',
    'redirect',
    'signal',
  ]);
  expect(seen[0]).toMatchObject({ method: 'GET', headers, redirect: 'manual' });
});

/** Both kinds of handlers: of undici's current dispatchers, and of the fetch of older versions of Node. */
const KINDS = [
  ['current', { onRequestStart: [], onResponseStart: ['controller', 200], onResponseError: ['controller'] }],
  ['older', { onConnect: [], onHeaders: [200, [], 'resume'], onError: [] }],
] as const;

test.each(KINDS)(
  'a failure of the connection replaces the error of the patch: %s handlers',
  async (_, events) => {
    for (const hasFailed of [false, true]) {
      const heard: unknown[] = [];
      const { send, dispatched } = handedOver((_url, { dispatcher }) => {
        const handler = Object.fromEntries(
          Object.keys(events).map((name) => [name, (...input: unknown[]) => heard.push([name, ...input])]),
        );
        dispatcher.dispatch({ path: '/call' }, handler);
        // An event for each method of the handler; the last is the failure.
        const given = Object.entries(events).slice(0, hasFailed ? undefined : -1);
        const methods = dispatched[0]?.handler as Record<string, (...input: unknown[]) => void> | undefined;
        for (const [name, input] of given)
          methods?.[name]?.(...input, ...(/error/i.test(name) ? [ENOUGH] : []));
        expect(Object.keys(methods ?? {})).toEqual(Object.keys(events));
        return Promise.reject(new TypeError('fetch failed'));
      });
      const error: unknown = await send(new Request('https://clc.example.com/call')).catch(
        (reason) => reason,
      );
      expect(error).toEqual(hasFailed ? ENOUGH : new TypeError('fetch failed'));
      expect(heard).toHaveLength(hasFailed ? 3 : 2);
    }
  },
);
