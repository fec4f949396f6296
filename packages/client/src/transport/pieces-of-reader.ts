/**
 * The pieces of a web stream, one after the other.
 *
 * @module
 */

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
