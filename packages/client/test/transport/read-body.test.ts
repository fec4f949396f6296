/** The limits of a body that is read, and what becomes of the rest. */
import { expect, test, vi } from 'vitest';
import { isBrokenOff } from '../../src/errors/broken-off.ts';
import { piecesOfAnswer, readBytes, type Reading } from '../../src/transport/read-body.ts';
import {
  announcesMore,
  checkMaxResponseBytes,
  DEFAULT_MAX_RESPONSE_BYTES,
  responseTooLarge,
} from '../../src/transport/response-limit.ts';

const ENOUGH = new Error('enough');

function readingOf(reading: Partial<Reading> = {}): Reading {
  return {
    most: 10,
    url: 'https://clc.example.com/cloudlink/rest/securevm',
    timer: { ended: false, reason: undefined },
    ...reading,
  };
}

/** A response in chunks, and what the reader did with them. */
function responseOf(
  pieces: readonly string[],
  headers: Record<string, string> = {},
): { response: Response; canceled: () => boolean } {
  const waiting = pieces.map((piece) => new TextEncoder().encode(piece));
  let canceled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = waiting.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
    cancel: () => void (canceled = true),
  });
  return { response: new Response(body, { status: 203, headers }), canceled: () => canceled };
}

async function textOf(response: Response, reading = readingOf()): Promise<string> {
  return Buffer.from(await readBytes(response, reading)).toString();
}

test.each([[[]], [['one']], [['one', 'two']], [['one', 'two', 'four']]])(
  'the body %j is complete, and each chunk is progress',
  async (pieces) => {
    const onProgress = vi.fn();
    const { response } = responseOf(pieces);
    expect(await textOf(response, readingOf({ onProgress }))).toBe(pieces.join(''));
    // And one for the head.
    expect(onProgress).toHaveBeenCalledTimes(pieces.length + 1);
  },
);

test('a body in one chunk is not copied', async () => {
  const piece = new Uint8Array([1, 2, 3]);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(piece);
      controller.close();
    },
  });
  expect(await readBytes(new Response(body), readingOf())).toBe(piece);
});

test('a response without a body is empty', async () => {
  expect(await textOf(new Response(null, { status: 204 }))).toBe('');
});

test.each([
  ['exactly the limit', ['12345', '67890'], {}],
  ['an announced length of the limit', ['1234567890'], { 'content-length': '10' }],
])('%s is accepted', async (_, pieces, headers) => {
  expect(await textOf(responseOf(pieces, headers).response)).toBe('1234567890');
});

test.each([
  ['more than the limit', ['12345', '678901', 'more'], {}],
  ['an announced length above the limit', ['1'], { 'content-length': '11' }],
])('%s is an error, and the rest is cancelled', async (_, pieces, headers) => {
  const { response, canceled } = responseOf(pieces, headers);
  await expect(readBytes(response, readingOf())).rejects.toMatchObject({
    code: 'response_too_large',
    status: 203,
  });
  expect(canceled()).toBe(true);
});

function held(text: string): Response {
  return Object.defineProperty(new Response(text, { status: 203 }), 'body', { value: undefined });
}

test('a fetch whose body is in memory already has the same limit', async () => {
  expect(await textOf(held('1234567890'))).toBe('1234567890');
  await expect(readBytes(held('12345678901'), readingOf())).rejects.toMatchObject({
    code: 'response_too_large',
    status: 203,
  });
});

test('a timer that ends between two chunks ends the reading with its reason', async () => {
  const { response, canceled } = responseOf(['one', 'two', 'three']);
  const timer = { ended: false, reason: ENOUGH };
  const pieces = piecesOfAnswer(response, readingOf({ timer }));
  expect((await pieces.next()).value).toHaveLength(3);
  timer.ended = true;
  await expect(pieces.next()).rejects.toBe(ENOUGH);
  expect(canceled()).toBe(true);
});

test('a body that breaks is one that was cut off', async () => {
  const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(ENOUGH) });
  const error: unknown = await readBytes(new Response(failing), readingOf()).catch((reason) => reason);
  expect(error).toSatisfy(isBrokenOff);
  expect(error).toMatchObject({ cause: ENOUGH });
});

test('a reader that stops early cancels the rest', async () => {
  const { response, canceled } = responseOf(['one', 'two']);
  for await (const piece of piecesOfAnswer(response, readingOf())) {
    expect(piece).toHaveLength(3);
    break;
  }
  expect(canceled()).toBe(true);
});

test('the limit is 256 MiB by default, and may be from one byte to the longest string', () => {
  expect(DEFAULT_MAX_RESPONSE_BYTES).toBe(268_435_456);
  for (const bytes of [undefined, 1, 536_870_888]) expect(() => checkMaxResponseBytes(bytes)).not.toThrow();
  for (const bytes of [0, -1, 1.5, Number.NaN, Infinity, 536_870_889])
    expect(() => checkMaxResponseBytes(bytes)).toThrow(
      new TypeError('maxResponseBytes must be a whole number of bytes from 1 to 536870888.'),
    );
});

test('the error of a large response names the origin alone', () => {
  expect(responseTooLarge('https://clc.example.com/secret', 200, 5)).toMatchObject({
    status: 200,
    message:
      'The answer from https://clc.example.com is larger than 5 bytes. Raise maxResponseBytes, or use download().',
  });
  expect(responseTooLarge('', 200, 5).message).toMatch(/^The answer is larger/);
});

test.each([
  ['11', true],
  ['10', false],
  ['many', false],
  [['11'], false],
  [null, false],
  [undefined, false],
])('a length of %j announces more than 10: %s', (length, isMore) => {
  expect(announcesMore(length, 10)).toBe(isMore);
});
