/**
 * Reads bodies of `Response`s, never more of them than is allowed to be held.
 *
 * @module
 */
import { brokenOff } from '../errors/broken-off.ts';
import { isCloudLinkError } from '../errors/cloudlink-error.ts';
import { piecesOfReader } from './pieces-of-reader.ts';
import { announcesMore, responseTooLarge } from './response-limit.ts';

/** What ends the reading early. */
export interface Reading {
  /** Bytes that may be held. */
  readonly most: number;
  /** Of the request. */
  readonly url: string;
  /** Has ended when the answer is no longer wanted. */
  readonly timer: { readonly ended: boolean; readonly reason: unknown };
  /** Told at each piece. */
  readonly onProgress?: (() => void) | undefined;
  /** What a caller may see of a failure; by default, nothing. */
  readonly causeOf?: (error: unknown) => unknown;
}

export type Piece = Uint8Array<ArrayBuffer>;

/** The whole body. */
export async function readBytes(response: Response, reading: Reading): Promise<Piece> {
  reading.onProgress?.();
  // Not every fetch gives a stream; then it has held the body already.
  if (response.body === undefined) return heldBytes(response, reading);
  const pieces: Piece[] = [];
  for await (const piece of piecesOfAnswer(response, reading)) pieces.push(piece);
  const [first = new Uint8Array()] = pieces;
  return pieces.length < 2 ? first : new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** The body piece by piece; `most` counts them all. */
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

/** The same of a body that is already being read. */
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
