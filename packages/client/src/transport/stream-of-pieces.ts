/**
 * Turns an async iterable into a web stream that reads each chunk on demand. `pieces-of-reader.ts` does the
 * opposite.
 *
 * @module
 */

/** @param cancelSource - Cancels the source of the chunks, even while one is awaited. */
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
