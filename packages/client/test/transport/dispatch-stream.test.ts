/** One streamed request over the dispatcher: what is announced, what is held, and what ends it. */
import { expect, test } from 'vitest';
import { isBrokenOff } from '../../src/errors/broken-off.ts';
import { dispatchStream } from '../../src/transport/dispatch-stream.ts';
import type { StreamRequest } from '../../src/transport/transport.ts';
import { type Dispatched, scriptedDispatcher, settle, settled } from './scripted-dispatcher.ts';

const MIB = 1024 * 1024;
const ENOUGH = new Error('enough');

interface Streamed {
  readonly exchange: Dispatched;
  readonly answer: Promise<Response>;
  /** Aborts the request. */
  readonly mine: AbortController;
}

function streamed(request?: Partial<StreamRequest>): Streamed {
  const { dispatcher, dispatched } = scriptedDispatcher();
  const mine = new AbortController();
  const answer = dispatchStream(dispatcher, {
    url: new URL('https://clc.example.com/cloudlink/rest/backup?a=b'),
    method: 'GET',
    headers: { accept: 'made-up' },
    signal: mine.signal,
    ...request,
  });
  // Tests look at it later.
  answer.catch(() => {});
  const [exchange] = dispatched;
  if (exchange === undefined) throw new Error('Nothing was sent.');
  return { exchange, answer, mine };
}

/** A request whose response has begun. */
async function responding() {
  const all = streamed();
  all.exchange.start();
  all.exchange.respond(200);
  const { body } = await settled(all.answer);
  if (body === null) throw new Error('There is no body.');
  return { ...all, body, reader: body.getReader() };
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('piece');
}

test.each([
  ['nothing', undefined, { accept: 'made-up' }],
  [
    'a body of known type and size',
    { type: 'text/plain', length: 5, pieces },
    { accept: 'made-up', 'content-type': 'text/plain', 'content-length': '5' },
  ],
  ['an empty body', { length: 0, pieces }, { accept: 'made-up', 'content-length': '0' }],
  ['a body of unknown size', { length: undefined, pieces }, { accept: 'made-up' }],
])('a request with %s is announced as it is, without limits of undici', async (_, body, headers) => {
  const { options } = streamed({ body }).exchange;
  expect(options).toEqual({
    origin: 'https://clc.example.com',
    path: '/cloudlink/rest/backup?a=b',
    method: 'GET',
    headers,
    body: body === undefined ? null : expect.any(Object),
    bodyTimeout: 0,
    headersTimeout: 0,
    allowH2: false,
  });
});

test.each([204, 205, 304])('a response with the status %i has no body', async (status) => {
  const { exchange, answer } = streamed();
  exchange.start();
  exchange.respond(status, { etag: 'made-up' });
  exchange.end();
  const { body, headers } = await settled(answer);
  expect([body, headers.get('etag')]).toEqual([null, 'made-up']);
});

test.each([200, 404, 599, 600, 999])('a response may have the status %i', async (status) => {
  const { exchange, answer } = streamed();
  exchange.start();
  exchange.respond(status);
  exchange.data('body');
  exchange.end();
  const response = await settled(answer);
  expect([response.status, await settled(response.text())]).toEqual([status, 'body']);
});

test('an informational response is not the response', async () => {
  const { exchange, answer } = streamed();
  exchange.start();
  exchange.respond(103, { link: 'made-up' });
  exchange.respond(200);
  expect(await settled(answer)).toMatchObject({ status: 200 });
});

test('a request that was aborted before rejects at once, and is aborted when it gets a connection', async () => {
  const { exchange, answer } = streamed({ signal: AbortSignal.abort(ENOUGH) });
  await expect(settled(answer)).rejects.toBe(ENOUGH);
  exchange.start();
  expect(exchange.done).toEqual([ENOUGH]);
});

test('an abort while waiting for a connection rejects at once, and again when there is one', async () => {
  const { exchange, answer, mine } = streamed();
  mine.abort(ENOUGH);
  await expect(settled(answer)).rejects.toBe(ENOUGH);
  expect(exchange.done).toEqual([]);
  exchange.start();
  expect(exchange.done).toEqual([ENOUGH]);
});

test('an abort during the response fails its reader with the reason', async () => {
  const { exchange, mine, reader } = await responding();
  mine.abort(ENOUGH);
  expect(exchange.done).toEqual([ENOUGH]);
  exchange.fail(ENOUGH);
  await expect(settled(reader.read())).rejects.toBe(ENOUGH);
  expect(isBrokenOff(ENOUGH)).toBe(false);
});

test('an abort after the end changes nothing', async () => {
  const complete = await responding();
  complete.exchange.data('body');
  complete.exchange.end();
  const broken = await responding();
  broken.exchange.fail(new Error('ECONNRESET'));
  for (const { mine, exchange } of [complete, broken]) {
    mine.abort(ENOUGH);
    expect(exchange.done).toEqual([]);
  }
});

test('a failure before the response rejects, and one in the response fails its reader', async () => {
  const failure = new Error('ECONNRESET');
  const { exchange, answer } = streamed();
  exchange.fail(failure);
  await expect(settled(answer)).rejects.toBe(failure);
  const { exchange: begun, reader } = await responding();
  begun.data('begun');
  begun.fail(failure);
  expect(await settled(reader.read())).toEqual({ done: false, value: Buffer.from('begun') });
  await expect(settled(reader.read())).rejects.toSatisfy(isBrokenOff);
});

test('a reader that waits is told of data, of the end and of a failure', async () => {
  const { exchange, reader } = await responding();
  const first = reader.read();
  await settle();
  exchange.data('one');
  expect(await settled(first)).toEqual({ done: false, value: Buffer.from('one') });
  const last = reader.read();
  await settle();
  exchange.end();
  expect(await settled(last)).toEqual({ done: true, value: undefined });
  const broken = await responding();
  const failed = broken.reader.read();
  await settle();
  broken.exchange.fail(new Error('ECONNRESET'));
  await expect(settled(failed)).rejects.toSatisfy(isBrokenOff);
});

test('what arrived before a read is read at once', async () => {
  const { exchange, reader } = await responding();
  exchange.data('one ');
  exchange.data('two');
  expect(await settled(reader.read())).toEqual({ done: false, value: Buffer.from('one two') });
  expect(exchange.done).toEqual([]);
});

test('a response that nobody reads is paused at 1 MiB, and goes on with the next read', async () => {
  const { exchange, reader } = await responding();
  exchange.data(Buffer.alloc(MIB - 1));
  await settle();
  expect(exchange.done).toEqual([]);
  exchange.data(Buffer.alloc(1));
  expect(exchange.done).toEqual(['pause']);
  expect((await settled(reader.read())).value).toHaveLength(MIB);
  const next = reader.read();
  await settle();
  expect(exchange.done).toEqual(['pause', 'resume']);
  exchange.data(Buffer.alloc(MIB - 1));
  expect((await settled(next)).value).toHaveLength(MIB - 1);
  expect(exchange.done).toEqual(['pause', 'resume']);
});

test('a reader that cancels ends the request', async () => {
  const { exchange, reader } = await responding();
  await settled(reader.cancel());
  expect(exchange.done).toEqual([new Error('the reader cancelled')]);
});
