/**
 * The rules that keep an account unlocked: when a secret may be sent after refusals.
 *
 * The server locks a user after a few wrong secrets, whichever process sends them and however slowly. So the
 * pauses grow. A changed secret is tried once at once; secrets that keep changing wait like a single one.
 *
 * @module
 */

/** A token request that failed. */
export interface FailedAttempt {
  /** 8 bits of the secret, to notice that it changed. */
  readonly tag: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 1 for a refusal; less for a request without an answer, since the server may have refused it. */
  readonly weight: number;
}

/** Three requests without an answer count as one refusal. */
export const NO_ANSWER: number = 1 / 3;
/** Pauses after the first, the second and each further refusal, in units of `refusalPause`. */
const PAUSES = [1, 5];
const LONGEST_PAUSE = 15;
/** After this time, in the same units, an attempt is forgotten. */
const MEMORY = 60;

/** The attempts that still count. */
export function countingAttempts(
  attempts: readonly FailedAttempt[],
  now: number,
  pause: number,
): FailedAttempt[] {
  return attempts.filter(({ at }) => at > now - MEMORY * pause);
}

/**
 * When a secret may be sent, in milliseconds since the epoch; `now` or earlier if it may be sent at once.
 *
 * @param attempts - Those that still count, oldest first.
 */
export function nextAttemptAt(
  attempts: readonly FailedAttempt[],
  tag: number,
  now: number,
  pause: number,
): number {
  const last = attempts.at(-1);
  // The sum of three thirds is a little less than 1 in floating point.
  const refusals = Math.floor(attempts.reduce((sum, { weight }) => sum + weight, 0.01));
  if (!last || refusals === 0) return now;
  const isFirstChange = attempts.every((one) => one.tag === last.tag && one.tag !== tag);
  return isFirstChange ? now : last.at + pause * (PAUSES[refusals - 1] ?? LONGEST_PAUSE);
}
