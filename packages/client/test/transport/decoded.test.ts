/** Which encodings are removed, from complete responses and from streams, and where decoding ends early. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { isBrokenOff } from '../../src/errors/broken-off.ts';
import { type Pieces, stageFor } from '../../src/transport/decode-stages.ts';
import { decoded, decodedResponse, type DecodeLimits } from '../../src/transport/decoded.ts';

const TEXT = 'Made up, made up, made up.';
const ENOUGH = new Error('enough');
const TOO_LARGE = new Error('too large');
const MIB = 1024 * 1024;

function limitsOf(limits: Partial<DecodeLimits> = {}): DecodeLimits {
  return {
    most: TEXT.length,
    tooLarge: () => TOO_LARGE,
    timer: { ended: false, reason: ENOUGH },
    ...limits,
  };
}

function repeated(count: number): Buffer<ArrayBuffer> {
  let bytes: Buffer<ArrayBuffer> = Buffer.from(TEXT);
  for (let done = 0; done < count; done += 1) bytes = gzipSync(bytes);
  return bytes;
}

const ENCODED: readonly [string | string[], Buffer<ArrayBuffer>][] = [
  ['gzip', repeated(1)],
  ['x-gzip', repeated(1)],
  ['GZIP', repeated(1)],
  ['br', brotliCompressSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['identity, gzip', repeated(1)],
  ['gzip,, identity', repeated(1)],
  ['deflate, gzip', gzipSync(deflateSync(TEXT))],
  [['deflate', 'gzip'], gzipSync(deflateSync(TEXT))],
  ['gzip, gzip, gzip, gzip, gzip', repeated(5)],
];

test.each(ENCODED)('%j is removed', async (encoding, bytes) => {
  expect(String(await decoded(bytes, encoding, limitsOf()))).toBe(TEXT);
  const response = new Response(bytes, { headers: { server: 'made-up' } });
  const [name] = [encoding].flat();
  if (name !== encoding) return;
  const read = await decodedResponse(response, name, new AbortController().signal);
  expect([await read.text(), read.headers.get('server')]).toEqual([TEXT, 'made-up']);
});

test.each(['', 'identity', 'made-up', 'made-up, gzip', 'gzip, made-up'])(
  'a response encoded as "%s" is left as it is',
  async (encoding) => {
    const bytes = repeated(1);
    expect(await decoded(bytes, encoding, limitsOf({ most: 0 }))).toBe(bytes);
    const response = new Response(bytes);
    expect(await decodedResponse(response, encoding, new AbortController().signal)).toBe(response);
  },
);

test('a response without a body is left as it is', async () => {
  const response = new Response(null, { status: 204 });
  expect(await decodedResponse(response, 'gzip', new AbortController().signal)).toBe(response);
});

test('six encodings are refused', async () => {
  const names = Array<string>(6).fill('gzip').join();
  await expect(decoded(repeated(6), names, limitsOf())).rejects.toMatchObject({
    code: 'malformed_response',
    message: expect.stringMatching(/encoded 6 times; at most 5/),
  });
});

test.each([
  ['more than the limit', { most: TEXT.length - 1 }, TOO_LARGE],
  ['a timer that has ended', { timer: { ended: true, reason: ENOUGH } }, ENOUGH],
])('%s ends decoding', async (_, limits, reason) => {
  // What ends the call early is no failure of the response.
  await expect(decoded(repeated(1), 'gzip', limitsOf(limits))).rejects.toBe(reason);
});

test('a response that ends too early was cut off, also as a stream', async () => {
  const bytes = repeated(1).subarray(0, -1);
  await expect(decoded(bytes, 'gzip', limitsOf())).rejects.toSatisfy(isBrokenOff);
  const response = await decodedResponse(new Response(bytes), 'gzip', new AbortController().signal);
  await expect(response.text()).rejects.toBeInstanceOf(TypeError);
});

test('an abort ends a stream with its reason', async () => {
  const mine = new AbortController();
  const response = new Response(gzipSync(Buffer.alloc(MIB)));
  const reader = (await decodedResponse(response, 'gzip', mine.signal)).body?.getReader();
  await reader?.read();
  mine.abort(ENOUGH);
  await expect(reader?.read()).rejects.toBe(ENOUGH);
});

test('a cancel reaches a source that has nothing to read', async () => {
  let isCanceled = false;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(gzipSync(Buffer.alloc(MIB))),
    cancel: () => void (isCanceled = true),
  });
  const response = await decodedResponse(new Response(source), 'gzip', new AbortController().signal);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(isCanceled).toBe(true);
});

/** Chunks as an iterator that cannot be ended early, and one that notes when it was. */
function piecesOf(pieces: readonly Uint8Array<ArrayBuffer>[], onReturn?: () => void): Pieces {
  const next = pieces.values();
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => next.next(),
      ...(onReturn && {
        return: async () => {
          onReturn();
          return { done: true, value: undefined };
        },
      }),
    }),
  };
}

async function allOf(pieces: Pieces | undefined): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  return all;
}

test.each(['gzip', 'br', 'deflate'])('an empty body is empty as %s, too', async (name) => {
  expect(await allOf(stageFor(name)?.(piecesOf([])))).toEqual([]);
  expect(await allOf(stageFor(name)?.(piecesOf([new Uint8Array(), new Uint8Array()])))).toEqual([]);
});

test('empty chunks before the first byte do not hide a missing header', async () => {
  const pieces = [new Uint8Array(), new Uint8Array(), deflateRawSync(TEXT)];
  expect(String(Buffer.concat(await allOf(stageFor('deflate')?.(piecesOf(pieces)))))).toBe(TEXT);
});

test('a body may arrive in any chunks', async () => {
  const pieces = [...repeated(1)].map((byte) => new Uint8Array([byte]));
  expect(String(Buffer.concat(await allOf(stageFor('gzip')?.(piecesOf(pieces)))))).toBe(TEXT);
});

test('a body is decoded in chunks of 64 KiB', async () => {
  const pieces = await allOf(stageFor('gzip')?.(piecesOf([gzipSync(Buffer.alloc(MIB))])));
  expect(pieces.map(({ length }) => length)).toEqual(Array.from({ length: 16 }, () => 64 * 1024));
});

test('decoding that stops early ends its source', async () => {
  const bytes = gzipSync(Buffer.alloc(8 * MIB));
  const ends: string[] = [];
  const pieces = piecesOf([bytes.subarray(0, 1000), bytes.subarray(1000)], () => ends.push('source'));
  for await (const piece of stageFor('gzip')?.(pieces) ?? []) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => ends).toEqual(['source']);
});

test('an unknown encoding has no stage', () => {
  expect(stageFor('made-up')).toBeUndefined();
});
