/**
 * Computes the pause before a retry.
 *
 * @module
 */

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** If the server asks for a longer pause, the call fails instead of hanging. */
const LONGEST_ASKED_MS = 60_000;

/**
 * Exponential backoff with jitter: half of the step is fixed and the rest is random, so that clients do not
 * retry in step. `Retry-After` replaces it.
 *
 * @param repetition - Number of the retry, from 1.
 * @param random - From 0 to 1.
 * @returns Milliseconds, or `undefined` when the server asks for more than a minute.
 */
export function pauseBefore(repetition: number, random: number, retryAfter?: number): number | undefined {
  if (retryAfter !== undefined) return retryAfter <= LONGEST_ASKED_MS ? retryAfter : undefined;
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** (repetition - 1));
  return step / 2 + (step / 2) * random;
}
