/**
 * Reads the body of a `Response`, up to a limit.
 *
 * @module
 */
import { brokenOff } from '../errors/broken-off.ts';
import { isCloudLinkError } from '../errors/cloudlink-error.ts';
import { piecesOfReader } from './pieces-of-reader.ts';
import { announcesMore, responseTooLarge } from './response-limit.ts';

/** What ends the reading early. */
export interface Reading {
  /** How many bytes may be held in memory. */
  readonly most: number;
  /** URL of the request. */
  readonly url: string;
  /** Ends when the response is no longer wanted. */
  readonly timer: { readonly ended: boolean; readonly reason: unknown };
  /** Called for each chunk. */
  readonly onProgress?: (() => void) | undefined;
  /** The cause that a caller may see. By default, nothing. */
  readonly causeOf?: ((error: unknown) => unknown) | undefined;
}

export type Piece = Uint8Array<ArrayBuffer>;

/** The whole body. */
export async function readBytes(response: Response, reading: Reading): Promise<Piece> {
  reading.onProgress?.();
  // Not every fetch provides a stream. Then the body is already in memory.
  if (response.body === undefined) return heldBytes(response, reading);
  const pieces: Piece[] = [];
  for await (const piece of piecesOfAnswer(response, reading)) pieces.push(piece);
  const [first = new Uint8Array()] = pieces;
  return pieces.length < 2 ? first : new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** The body in chunks. `most` limits their total size. */
export async function* piecesOfAnswer(
  response: Response,
  reading: Reading,
): AsyncGenerator<Piece, void, undefined> {
  if (response.body !== null) yield* piecesOf(response, response.body.getReader(), reading);
}

async function heldBytes(response: Response, { most, url }: Reading): Promise<Piece> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > most) throw responseTooLarge(url, response.status, most);
  return bytes;
}

/** The same for a body that is already being read. */
export async function* piecesOf(
  { headers, status }: Response,
  reader: ReadableStreamDefaultReader<Piece>,
  { most, url, timer, onProgress, causeOf }: Reading,
): AsyncGenerator<Piece, void, undefined> {
  let length = 0;
  const tooLarge = (): Error => responseTooLarge(url, status, most);
  try {
    if (announcesMore(headers.get('content-length'), most)) throw tooLarge();
    for await (const piece of piecesOfReader(reader)) {
      if (timer.ended) throw timer.reason;
      onProgress?.();
      length += piece.length;
      if (length > most) throw tooLarge();
      yield piece;
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw timer.ended || isCloudLinkError(error) ? error : brokenOff(error, causeOf?.(error));
  }
}
