/** One request over the dispatcher: when it is sent, what ends it, and what it leaves behind. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CloudLinkError } from '../../src/errors/cloudlink-error.ts';
import { isBrokenOff } from '../../src/errors/broken-off.ts';
import { TimeLimitReached, Timer } from '../../src/resilience/timer.ts';
import { createActivity } from '../../src/transport/activity.ts';
import type { WireAnswer } from '../../src/transport/answer.ts';
import type { Connections } from '../../src/transport/connections.ts';
import { send } from '../../src/transport/send.ts';
import type { Sending, WireRequest } from '../../src/transport/transport.ts';
import { type Dispatched, scriptedDispatcher, settle, settled } from './scripted-dispatcher.ts';

const LIMIT = 100;
const NEVER = 2 ** 31 - 1;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Sent {
  readonly answer: Promise<WireAnswer>;
  readonly sending: Sending;
  /** Ends the attempt. */
  end(): void;
}

interface Node {
  readonly connections: Connections;
  readonly dispatched: Dispatched[];
  readonly explained: unknown[];
  /** Whether all exchanges have ended, as closing sees it. */
  isIdle(): boolean;
  send(request?: Partial<WireRequest>): Sent;
}

function nodeOf(): Node {
  const { dispatcher, dispatched } = scriptedDispatcher();
  const explained: unknown[] = [];
  const connections: Connections = {
    agent: dispatcher,
    maxResponseBytes: LIMIT,
    forFetch: () => dispatcher,
    forStream: () => dispatcher,
    activity: createActivity(),
    running: 0,
    usedAt: Number.NEGATIVE_INFINITY,
  };
  return {
    connections,
    dispatched,
    explained,
    isIdle() {
      let isIdle = false;
      connections.activity.finishWhenIdle(NEVER, () => (isIdle = true));
      return isIdle;
    },
    send(request) {
      const timer = new Timer(NEVER);
      const sending: Sending = { phase: 'connect', timer, onProgress: vi.fn() };
      const url = 'https://clc.example.com/cloudlink/rest/securevm?a=b';
      const made = { method: 'GET', url, headers: {}, body: undefined, sending, ...request };
      const answer = send(connections, made, async (error) => {
        explained.push(error);
        return new Error('explained');
      });
      // Tests look at it later.
      answer.catch(() => {});
      return { answer, sending, end: () => timer.expire() };
    },
  };
}

/** Sends a request that the connection begins to write. */
async function started(request?: Partial<WireRequest>) {
  const node = nodeOf();
  const sent = node.send(request);
  await settle();
  const [exchange] = node.dispatched;
  if (exchange === undefined) throw new Error('Nothing was sent.');
  exchange.start();
  return { ...node, ...sent, exchange };
}

test('the request is sent as it is, with the encodings that can be decoded', async () => {
  const { exchange, answer, sending } = await started();
  expect(exchange.options).toEqual({
    origin: 'https://clc.example.com',
    path: '/cloudlink/rest/securevm?a=b',
    method: 'GET',
    headers: { 'accept-encoding': 'br, gzip, deflate' },
    body: null,
    allowH2: false,
  });
  expect(sending.phase).toBe('sent');
  exchange.respond(200, { server: 'made-up' }, 'Fine');
  exchange.data('one ');
  exchange.data('two ');
  exchange.data('three');
  exchange.end();
  const { bytes, ...rest } = await settled(answer);
  expect(Buffer.from(bytes).toString()).toBe('one two three');
  expect(rest).toEqual({
    url: 'https://clc.example.com/cloudlink/rest/securevm?a=b',
    status: 200,
    statusText: 'Fine',
    headers: { server: 'made-up' },
  });
  expect(sending.onProgress).toHaveBeenCalledTimes(4);
});

test("the caller's own encodings are kept", async () => {
  const { exchange } = await started({ headers: { 'accept-encoding': 'identity' } });
  expect(exchange.options.headers).toEqual({ 'accept-encoding': 'identity' });
});

test('a status without a text has an empty one', async () => {
  const { exchange, answer } = await started();
  exchange.handler.onResponseStart(exchange.controller, 200, {});
  exchange.end();
  expect(await settled(answer)).toMatchObject({ statusText: '', bytes: Buffer.alloc(0) });
});

test('a call without a listener for progress needs none', async () => {
  const { exchange, answer } = await started({ sending: { phase: 'connect', timer: new Timer(NEVER) } });
  exchange.respond(200);
  exchange.data('body');
  exchange.end();
  expect((await settled(answer)).bytes).toHaveLength(4);
});

test.each([
  { before: 'nothing', age: Infinity, others: 0, atOnce: false },
  { before: 'a call that has just ended', age: 0, others: 0, atOnce: true },
  { before: 'a call that ended a millisecond ago', age: 1, others: 0, atOnce: false },
  { before: 'a call that has just ended, beside another', age: 0, others: 1, atOnce: false },
])('after $before, a request is sent at once: $atOnce', async ({ age, others, atOnce }) => {
  const node = nodeOf();
  node.connections.usedAt = performance.now() - age;
  node.connections.running = others;
  node.send();
  expect(node.dispatched).toHaveLength(atOnce ? 1 : 0);
  await settle();
  expect(node.dispatched).toHaveLength(1);
});

test('a call that ended before its turn is not sent', async () => {
  const node = nodeOf();
  const { answer, end } = node.send();
  end();
  await expect(settled(answer)).rejects.toBeInstanceOf(TimeLimitReached);
  await settle();
  expect(node.dispatched).toEqual([]);
  expect([node.connections.running, node.isIdle()]).toEqual([0, true]);
});

test('a call that ends while it waits for a connection rejects at once, and writes nothing', async () => {
  const node = nodeOf();
  const { answer, sending, end } = node.send();
  await settle();
  end();
  await expect(settled(answer)).rejects.toBeInstanceOf(TimeLimitReached);
  const [exchange] = node.dispatched;
  exchange?.start();
  expect(exchange?.done).toEqual([expect.any(TimeLimitReached)]);
  expect(sending.phase).toBe('connect');
});

test('a call that ends while it is running aborts its request, and its failure is not explained', async () => {
  const { exchange, answer, connections, explained, end } = await started();
  end();
  expect(exchange.done).toEqual([expect.any(TimeLimitReached)]);
  exchange.fail(new Error('aborted'));
  await expect(settled(answer)).rejects.toBeInstanceOf(TimeLimitReached);
  expect(explained).toEqual([]);
  expect(connections.running).toBe(0);
});

test('an informational response is not the response', async () => {
  const { exchange, answer, sending } = await started();
  exchange.respond(103, { 'content-length': '999' });
  expect(sending.onProgress).not.toHaveBeenCalled();
  exchange.respond(404, {});
  exchange.end();
  expect(await settled(answer)).toMatchObject({ status: 404 });
});

test.each([
  ['a failure before the response is explained', false, 'explained'],
  ['a failure in the response is one of a response that was cut off', true, 'terminated'],
])('%s', async (_, isAnswered, message) => {
  const { exchange, answer, connections, isIdle, end } = await started();
  if (isAnswered) exchange.respond(200);
  exchange.fail(new Error('ECONNRESET'));
  const error: unknown = await settled(answer).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message });
  expect(isBrokenOff(error)).toBe(isAnswered);
  expect([connections.running, isIdle()]).toEqual([0, true]);
  end();
  expect(exchange.done).toEqual([]);
});

test.each([
  ['announces more than the limit', { 'content-length': '101' }, 0],
  ['has more than the limit', {}, 101],
])('a response that %s is refused', async (_, headers, size) => {
  const { exchange, answer, connections, isIdle } = await started();
  exchange.respond(200, headers);
  if (size > 0) {
    exchange.data(Buffer.alloc(60));
    exchange.data(Buffer.alloc(size - 60));
  }
  await expect(settled(answer)).rejects.toMatchObject({ code: 'response_too_large', status: 200 });
  expect(exchange.done).toEqual([expect.any(CloudLinkError)]);
  expect([connections.running, isIdle()]).toEqual([0, true]);
});

test('a response of exactly the limit is accepted, whichever limit it is', async () => {
  const { exchange, answer } = await started({ maxBytes: 5 });
  exchange.respond(200, { 'content-length': '5' });
  exchange.data('12');
  exchange.data('345');
  exchange.end();
  expect((await settled(answer)).bytes).toHaveLength(5);
});

test('the limit of a request replaces that of the transport', async () => {
  const { exchange, answer } = await started({ maxBytes: 5 });
  exchange.respond(200);
  exchange.data('123456');
  await expect(settled(answer)).rejects.toMatchObject({ code: 'response_too_large' });
});

test.each([
  [401, 'sign-in'],
  [403, 'sent'],
])('a call that ends with %i is in the phase %s', async (status, phase) => {
  const { exchange, answer, sending } = await started();
  exchange.respond(status);
  exchange.end();
  await settled(answer);
  expect(sending.phase).toBe(phase);
});

test.each([
  ['plain', {}, 'x'],
  ['empty, with an encoding', { 'content-encoding': 'gzip' }, ''],
])('a response is complete with its last byte: %s', async (_, headers, body) => {
  const { exchange, answer, connections, isIdle, end } = await started();
  exchange.respond(200, headers);
  if (body !== '') exchange.data(body);
  exchange.end();
  end();
  expect(exchange.done).toEqual([]);
  expect(Buffer.from((await settled(answer)).bytes).toString()).toBe(body);
  expect([connections.running, isIdle(), connections.usedAt]).toEqual([0, true, performance.now()]);
});

test('a connection is free for other calls while its response is decoded', async () => {
  const { exchange, answer, connections, isIdle, end } = await started();
  exchange.respond(200, { 'content-encoding': 'gzip' });
  exchange.data(gzipSync('decoded'));
  exchange.end();
  expect([connections.running, isIdle()]).toEqual([0, true]);
  expect(Buffer.from((await answer).bytes).toString()).toBe('decoded');
  expect(connections.running).toBe(0);
  end();
  expect(exchange.done).toEqual([]);
});

test('the time limit of a call includes decoding', async () => {
  const { exchange, answer, end } = await started();
  exchange.respond(200, { 'content-encoding': 'gzip' });
  exchange.data(gzipSync('decoded'));
  exchange.end();
  end();
  await expect(answer).rejects.toBeInstanceOf(TimeLimitReached);
});

test('a response that cannot be decoded ends the call for good', async () => {
  const { exchange, answer, connections, end } = await started();
  exchange.respond(200, { 'content-encoding': 'gzip' });
  exchange.data('not encoded');
  exchange.end();
  await expect(answer).rejects.toSatisfy(isBrokenOff);
  end();
  expect(exchange.done).toEqual([]);
  expect(connections.running).toBe(0);
});

test('a decoded response that is larger than the limit is refused', async () => {
  const { exchange, answer } = await started();
  exchange.respond(200, { 'content-encoding': 'gzip' });
  exchange.data(gzipSync(Buffer.alloc(LIMIT + 1)));
  exchange.end();
  await expect(answer).rejects.toMatchObject({ code: 'response_too_large' });
});
