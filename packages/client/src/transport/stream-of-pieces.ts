/**
 * Web streams as pieces, and back.
 *
 * @module
 */

/**
 * A stream of pieces that are made one after the other, each when it is asked for.
 *
 * @param cancelSource - Ends what the pieces come from, also while one is waited for.
 */
export function streamOfPieces<Piece extends Uint8Array>(
  pieces: AsyncIterable<Piece>,
  cancelSource?: () => Promise<void>,
): ReadableStream<Piece> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Piece>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await cancelSource?.();
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Safari's streams cannot be iterated over. Who stops early cancels the rest. */
export async function* piecesOfReader<Piece>(
  reader: ReadableStreamDefaultReader<Piece>,
): AsyncGenerator<Piece, void, undefined> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
