/**
 * Removes content encodings as fetch does, but stricter: a response that ends too early is an error, and
 * there are limits.
 *
 * @module
 */
import { brokenOff } from '../errors/broken-off.ts';
import { CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
import { responseWith } from './response-with.ts';
import type { Pieces, Stage } from './decode-stages.ts';
import { piecesOfReader } from './pieces-of-reader.ts';
import { streamOfPieces } from './stream-of-pieces.ts';

/** As many as other clients accept. */
const MOST_ENCODINGS = 5;

/** When to stop decoding. */
export interface DecodeLimits {
  /** Limit of the decoded size in bytes. */
  readonly most: number;
  readonly tooLarge: () => Error;
  readonly timer: { readonly ended: boolean; readonly reason: unknown };
}

/** @throws The error of `tooLarge`, the timer's reason, or the failure of a response that was cut off. */
export async function decoded(
  bytes: Buffer<ArrayBuffer>,
  encoding: string | string[],
  { most, tooLarge, timer }: DecodeLimits,
): Promise<Buffer<ArrayBuffer>> {
  const stages = await stagesFor(encoding);
  if (stages.length === 0) return bytes;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of through(only(bytes), stages)) {
    if (timer.ended) throw timer.reason;
    length += piece.length;
    if (length > most) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}

/** The same for a stream. It has no limit, because nothing is held in memory. */
export async function decodedResponse(
  response: Response,
  encoding: string,
  signal: AbortSignal,
): Promise<Response> {
  if (response.body === null) return response;
  const stages = await stagesFor(encoding);
  if (stages.length === 0) return response;
  const reader = response.body.getReader();
  const pieces = untilAborted(through(piecesOfReader(reader), stages), signal);
  return responseWith(
    streamOfPieces(pieces, () => reader.cancel()),
    response,
  );
}

/** Empty when there is nothing to decode, or when an encoding is unknown and left in place. */
async function stagesFor(encoding: string | string[]): Promise<Stage[]> {
  const names = [encoding]
    .flat()
    .join(',')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MOST_ENCODINGS) {
    const message = `The answer is encoded ${names.length} times; at most ${MOST_ENCODINGS} are supported.`;
    throw new CloudLinkError('malformed_response', message);
  }
  const { stageFor } = await import('./decode-stages.ts');
  // The encoding applied last is removed first.
  const stages = names.toReversed().map(stageFor);
  return stages.every((stage) => stage !== undefined) ? stages : [];
}

async function* through(pieces: Pieces, stages: readonly Stage[]): Pieces {
  try {
    yield* stages.reduce((before, stage) => stage(before), pieces);
  } catch (error) {
    throw isCloudLinkError(error) ? error : brokenOff(error);
  }
}

async function* only(bytes: Buffer<ArrayBuffer>): Pieces {
  yield bytes;
}

async function* untilAborted(pieces: Pieces, signal: AbortSignal): Pieces {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}
