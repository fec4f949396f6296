/** Requests over any fetch, and over one that is patched. */
import { afterEach, expect, test, vi } from 'vitest';
import { causeToShow, isBrokenOff } from '../../src/errors/broken-off.ts';
import { Timer } from '../../src/resilience/timer.ts';
import { createTransport, fetchTransport } from '../../src/transport/fetch.ts';
import { watchGlobalFetch } from '../../src/transport/global-fetch.ts';
import { createTransport as createNodeTransport } from '../../src/transport/node.ts';
import type { Sending, WireRequest } from '../../src/transport/transport.ts';

const NEVER = 2 ** 31 - 1;
const ENOUGH = new Error('enough');
const URL_OF_CALL = 'https://clc.example.com/cloudlink/rest/securevm';

afterEach(() => {
  vi.unstubAllGlobals();
});

function brokenBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(ENOUGH) });
}

function requestOf(request: Partial<WireRequest> = {}): WireRequest & { mine: AbortController } {
  const mine = new AbortController();
  const sending: Sending = { phase: 'connect', timer: new Timer(NEVER, mine.signal) };
  return { method: 'GET', url: URL_OF_CALL, headers: {}, body: undefined, sending, mine, ...request };
}

test.each([{ tls: { ca: 'made-up' } }, { proxy: 'http://127.0.0.1:1' }])(
  'where the runtime handles them, %j is a TypeError',
  (options) => {
    expect(() => createTransport(options)).toThrow(
      /^tls and proxy cannot be used here: this runtime handles certificates and proxies itself\./,
    );
  },
);

test('the global fetch is the one of the time of each call', async () => {
  const { send, maxResponseBytes } = createTransport({ maxResponseBytes: 4 });
  expect([maxResponseBytes, createTransport({}).maxResponseBytes]).toEqual([4, 268_435_456]);
  for (const body of ['one', 'two']) {
    const fake = vi.fn(async () => new Response(body));
    vi.stubGlobal('fetch', fake);
    expect(Buffer.from((await send(requestOf())).bytes).toString()).toBe(body);
    expect(fake.mock.calls).toEqual([[expect.objectContaining({ url: URL_OF_CALL, redirect: 'manual' })]]);
  }
  vi.stubGlobal('fetch', async () => new Response('12345'));
  await expect(send(requestOf())).rejects.toMatchObject({ code: 'response_too_large' });
  const roomy = await send(requestOf({ maxBytes: 5 }));
  expect(roomy).toMatchObject({ url: URL_OF_CALL, status: 200, response: expect.any(Response) });
});

test.each([
  { isCallers: true, message: /^The custom fetch got no answer/, cause: ENOUGH },
  { isCallers: false, message: /^No answer from/, cause: new Error('the connection failed') },
  { isCallers: undefined, message: /^No answer from/, cause: new Error('the connection failed') },
])('a failure is shown if the fetch is of the caller: $isCallers', async ({ isCallers, message, cause }) => {
  const options = isCallers === undefined ? {} : { isCallers };
  const transport = fetchTransport(() => Promise.reject(ENOUGH), options);
  const request = requestOf();
  await expect(transport.send(request)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(message),
    cause,
  });
  expect(request.sending.phase).toBe('sent');
  await expect(transport.fetch(new Request(URL_OF_CALL))).rejects.toMatchObject({ cause });
});

test.each([
  { isCallers: true, cause: ENOUGH },
  { isCallers: false, cause: new Error('the connection broke') },
])(
  'a body that breaks shows its cause if the fetch is of the caller: $isCallers',
  async ({ isCallers, cause }) => {
    const { send } = fetchTransport(async () => new Response(brokenBody()), { isCallers });
    const error: unknown = await send(requestOf()).catch((reason: unknown) => reason);
    expect(error).toSatisfy(isBrokenOff);
    expect(causeToShow(error as Error)).toEqual(cause);
  },
);

test('a request is made as it is', async () => {
  const requests: Request[] = [];
  const { send } = fetchTransport(async (request) => {
    requests.push(request);
    return new Response();
  }, {});
  await send(requestOf({ method: 'POST', body: 'body', headers: { accept: 'made-up' } }));
  const [request] = requests;
  expect(request).toMatchObject({ method: 'POST', url: URL_OF_CALL, redirect: 'manual' });
  expect([request?.headers.get('accept'), await request?.text()]).toEqual(['made-up', 'body']);
});

test.each([
  [401, 'sign-in'],
  [403, 'sent'],
])('a call that ends with %i is in the phase %s', async (status, phase) => {
  const request = requestOf();
  await fetchTransport(async () => new Response('', { status }), {}).send(request);
  expect(request.sending.phase).toBe(phase);
});

test('a call that has ended is not sent, and one that ends leaves a fetch that ignores signals', async () => {
  const ignoring = vi.fn(() => new Promise<Response>(() => {}));
  const { send } = fetchTransport(ignoring, {});
  const ended = requestOf();
  ended.mine.abort(ENOUGH);
  await expect(send(ended)).rejects.toBe(ENOUGH);
  expect(ignoring).not.toHaveBeenCalled();
  const running = requestOf();
  const answer = send(running);
  running.mine.abort(ENOUGH);
  await expect(answer).rejects.toBe(ENOUGH);
  expect(ignoring).toHaveBeenCalledOnce();
});

test('a global fetch is patched if it is not that of Node', () => {
  const isPatched = watchGlobalFetch();
  vi.stubGlobal('fetch', undefined);
  expect(isPatched()).toBe(false);
  vi.stubGlobal('fetch', async () => new Response());
  expect([isPatched(), isPatched()]).toEqual([true, true]);
  vi.stubGlobal('fetch', 'none');
  expect(isPatched()).toBe(false);
  vi.unstubAllGlobals();
  expect(isPatched()).toBe(false);
});

test('while the global fetch is patched, it gets what is streamed, with the same limits', async () => {
  const transport = createNodeTransport({ maxResponseBytes: 4 });
  expect(transport.stream).toBeTypeOf('function');
  vi.stubGlobal('fetch', async () => new Response('12345'));
  expect(transport.stream).toBeUndefined();
  await expect(transport.send(requestOf())).rejects.toMatchObject({ code: 'response_too_large' });
  transport.close(1000);
  for (const again of [() => transport.send(requestOf()), () => transport.fetch(new Request(URL_OF_CALL))])
    await expect(again()).rejects.toMatchObject({ code: 'closed' });
});
