/**
 * Decodes chunks with Node's zlib. Loaded with the first encoded response.
 *
 * @module
 */
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

export type Pieces = AsyncIterable<Uint8Array<ArrayBuffer>>;
/** Removes one encoding. Its iterator throws when the bytes are not in that encoding or end too early. */
export type Stage = (pieces: Pieces) => Pieces;

/** Size of a decoded chunk in bytes. */
const OPTIONS = { chunkSize: 64 * 1024 };

/** Returns `undefined` for an unknown encoding. */
export function stageFor(name: string): Stage | undefined {
  if (name === 'gzip' || name === 'x-gzip') return (pieces) => decodedBy(pieces, () => createGunzip(OPTIONS));
  if (name === 'br') return (pieces) => decodedBy(pieces, () => createBrotliDecompress(OPTIONS));
  // Some servers omit the zlib header.
  if (name === 'deflate')
    return (pieces) =>
      decodedBy(pieces, ([first = 0]) =>
        (first & 15) === 8 ? createInflate(OPTIONS) : createInflateRaw(OPTIONS),
      );
  return undefined;
}

/** @param decoderFor - Receives the first chunk. An empty body stays empty. */
async function* decodedBy(pieces: Pieces, decoderFor: (first: Uint8Array) => Transform): Pieces {
  const iterator = pieces[Symbol.asyncIterator]();
  let start = await iterator.next();
  while (start.done !== true && start.value.length === 0) start = await iterator.next();
  if (start.done === true) return;
  const encoded = Readable.from(continued(start.value, iterator), { objectMode: false });
  // The iteration reports failures.
  yield* pipeline(encoded, decoderFor(start.value), () => {}) as Pieces;
}

async function* continued(
  first: Uint8Array<ArrayBuffer>,
  iterator: AsyncIterator<Uint8Array<ArrayBuffer>>,
): Pieces {
  try {
    yield first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
