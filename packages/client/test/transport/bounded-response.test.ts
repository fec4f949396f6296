/** Responses that others read, with the limit on top. */
import { afterEach, expect, test, vi } from 'vitest';
import { boundedResponse } from '../../src/transport/bounded-response.ts';
import type { Reading } from '../../src/transport/read-body.ts';
import { responseWith } from '../../src/transport/response-with.ts';
import { streamOfPieces } from '../../src/transport/stream-of-pieces.ts';

const reading: Reading = {
  most: 4,
  url: 'https://clc.example.com/cloudlink/rest/securevm',
  timer: { ended: false, reason: undefined },
};
const TOO_LARGE = { name: 'CloudLinkError', code: 'response_too_large' };

afterEach(() => {
  vi.restoreAllMocks();
});

test('a response without a body, and one of a fetch without streams, is left as it is', () => {
  const empty = new Response(null, { status: 204 });
  expect(boundedResponse(empty, reading)).toBe(empty);
  const held = Object.defineProperty(new Response('text'), 'body', { value: undefined });
  expect(boundedResponse(held, reading)).toBe(held);
});

const READERS = ['arrayBuffer', 'blob', 'bytes', 'json', 'text'] as const;

test.each(READERS)('%s reads a response within the limit, and fails above it', async (name) => {
  await expect(boundedResponse(new Response('1234'), reading)[name]()).resolves.toBeDefined();
  await expect(boundedResponse(new Response('12345'), reading)[name]()).rejects.toMatchObject(TOO_LARGE);
});

test.each(READERS)('%s throws the original error where the runtime replaces it', async (name) => {
  const original = Response.prototype[name];
  vi.spyOn(Response.prototype, name).mockImplementation(async function (this: Response): Promise<never> {
    await original.call(this).catch(() => {});
    throw new TypeError('network error');
  });
  const response = boundedResponse(new Response('12345'), reading);
  const copy = response.clone();
  await expect(response[name]()).rejects.toMatchObject(TOO_LARGE);
  await expect(copy.clone()[name]()).rejects.toMatchObject(TOO_LARGE);
  // What is no failure of the body is the error of the runtime.
  await expect(boundedResponse(new Response('1234'), reading)[name]()).rejects.toThrow('network error');
});

test('a reader that the runtime does not have is not added', () => {
  const original = Object.getOwnPropertyDescriptor(Response.prototype, 'bytes') ?? {};
  Reflect.deleteProperty(Response.prototype, 'bytes');
  try {
    expect('bytes' in boundedResponse(new Response('1234'), reading)).toBe(false);
  } finally {
    Object.defineProperty(Response.prototype, 'bytes', original);
  }
});

test('a cancel reaches the source while a chunk is awaited', async () => {
  const canceled = vi.fn();
  const source = new ReadableStream({ cancel: canceled });
  const reader = boundedResponse(new Response(source), reading).body?.getReader();
  const waiting = reader?.read();
  await reader?.cancel();
  expect(canceled).toHaveBeenCalledOnce();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('a response with another body is otherwise the same, and so are its clones', async () => {
  const original = Object.defineProperties(new Response('other'), {
    url: { value: 'https://clc.example.com/x' },
    type: { value: 'cors' },
    redirected: { value: true },
    status: { value: 999 },
    statusText: { value: 'Fine \u2713' },
  });
  const headers = new Headers({ server: 'made-up' });
  const response = responseWith(new Blob(['body']).stream(), original, headers);
  const copy = response.clone();
  const copyOfCopy = copy.clone();
  for (const one of [response, copy, copyOfCopy]) {
    expect(one).toMatchObject({
      url: 'https://clc.example.com/x',
      type: 'cors',
      redirected: true,
      status: 999,
      statusText: 'Fine \u2713',
    });
    expect(one.headers.get('server')).toBe('made-up');
    expect(await one.text()).toBe('body');
  }
  const page = new Response('other', { status: 404, headers: { 'content-type': 'text/plain' } });
  const read = responseWith(new Blob(['body']).stream(), page);
  expect([read.ok, (await read.blob()).type]).toEqual([false, 'text/plain']);
  copy.headers.set('server', 'changed');
  expect([headers.get('server'), copyOfCopy.headers.get('server')]).toEqual(['made-up', 'made-up']);
  expect(responseWith(null, original).headers).toBe(original.headers);
});

/** Counts what is asked of it. Its iterators can be ended early, unless they are bare. */
function counted(isBare: boolean) {
  const asked: string[] = [];
  let left = 2;
  const pieces: AsyncIterable<Uint8Array<ArrayBuffer>> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        asked.push('next');
        left -= 1;
        return left < 0 ? { done: true, value: undefined } : { done: false, value: new Uint8Array(1) };
      },
      ...(!isBare && {
        async return() {
          asked.push('return');
          return { done: true, value: undefined };
        },
      }),
    }),
  };
  return { asked, pieces };
}

test('a stream of chunks asks for each when it is read', async () => {
  const { asked, pieces } = counted(false);
  const reader = streamOfPieces(pieces).getReader();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual([]);
  expect(await reader.read()).toEqual({ done: false, value: new Uint8Array(1) });
  expect(asked).toEqual(['next']);
  await reader.read();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

test('a cancel of a stream of chunks ends its source, and then its iterator', async () => {
  const { asked, pieces } = counted(false);
  await streamOfPieces(pieces, async () => void asked.push('source')).cancel();
  expect(asked).toEqual(['source', 'return']);
  await streamOfPieces(pieces).cancel();
  expect(asked).toEqual(['source', 'return', 'return']);
  await expect(streamOfPieces(counted(true).pieces).cancel()).resolves.toBeUndefined();
});
