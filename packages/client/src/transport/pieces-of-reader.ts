/**
 * Iterates over the chunks of a web stream.
 *
 * @module
 */

/** Safari's streams are not iterable. Stopping early cancels the rest. */
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
