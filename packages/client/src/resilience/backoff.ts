/**
 * How long to wait before a call is sent again.
 *
 * @module
 */

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** A server that asks for more than this is told by an error, not by a program that hangs. */
const LONGEST_ASKED_MS = 60_000;

/**
 * Exponential backoff with jitter: half of the step is certain, the rest is random, so that clients do not come back
 * together. `Retry-After` takes its place.
 *
 * @param repetition - 1 for the first one.
 * @param random - From 0 to 1.
 * @returns Milliseconds; `undefined` when the server asks for a pause that is too long to sit through.
 */
export function pauseBefore(repetition: number, random: number, retryAfter?: number): number | undefined {
  if (retryAfter !== undefined) return retryAfter <= LONGEST_ASKED_MS ? retryAfter : undefined;
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** (repetition - 1));
  return step / 2 + (step / 2) * random;
}
