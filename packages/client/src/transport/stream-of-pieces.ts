/**
 * A web stream of pieces that are made one after the other, each when it is asked for. `pieces-of-reader.ts` is the way back.
 *
 * @module
 */

/**
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
