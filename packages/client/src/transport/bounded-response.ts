/**
 * Applies the memory limit to responses that a caller's middleware or openapi-fetch reads.
 *
 * @module
 */
import { type Piece, piecesOf, type Reading } from './read-body.ts';
import { responseWith } from './response-with.ts';
import { streamOfPieces } from './stream-of-pieces.ts';

/** Returns the response with a body that fails when more than the limit is read. */
export function boundedResponse(response: Response, reading: Reading): Response {
  const { body } = response;
  if (body === null || body === undefined) return response;
  const reader = body.getReader();
  const failure: Failure = {};
  const pieces = noting(failure, piecesOf(response, reader, reading));
  return telling(
    failure,
    responseWith(
      streamOfPieces(pieces, () => reader.cancel()),
      response,
    ),
  );
}

type Failure = { error?: unknown };
const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

async function* noting(failure: Failure, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  try {
    yield* pieces;
  } catch (error) {
    failure.error = error;
    throw error;
  }
}

/**
 * Chromium replaces the error with which a body fails by its own. The readers of this response throw the
 * original one.
 */
function telling(failure: Failure, response: Response): Response {
  for (const name of READERS) {
    // Not every runtime has all of them.
    const read = response[name] as (() => Promise<unknown>) | undefined;
    if (read === undefined) continue;
    const value = (): Promise<unknown> =>
      read.call(response).catch((error: unknown) => {
        throw failure.error ?? error;
      });
    Object.defineProperty(response, name, { value });
  }
  const copy = response.clone.bind(response);
  return Object.defineProperty(response, 'clone', { value: () => telling(failure, copy()) });
}
