/**
 * The rules that keep an account unlocked: when a secret may be sent after others were refused.
 *
 * The server locks a user after a few wrong secrets, whoever sends them and however slowly. So pauses grow. A secret that has
 * changed gets one try at once; secrets that keep changing wait like one.
 *
 * @module
 */

/** A token request that brought no token. */
export interface FailedAttempt {
  /** 8 bits that tell a changed secret from this one. */
  readonly tag: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 1 for a refusal. Less for a request without an answer, which may have been refused. */
  readonly weight: number;
}

/** Three requests without an answer count as one refusal. */
export const NO_ANSWER: number = 1 / 3;
/** Pauses after the first, the second and each further refusal, in units of `refusalPause`. */
const PAUSES = [1, 5];
const LONGEST_PAUSE = 15;
/** Attempts older than so many units are forgotten. */
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
 * When a secret may be sent: milliseconds since the epoch, not after `now` when it may be sent at once.
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
  // Three thirds are a little less than one.
  const refusals = Math.floor(attempts.reduce((sum, { weight }) => sum + weight, 0.01));
  if (!last || refusals === 0) return now;
  const isFirstChange = attempts.every((one) => one.tag === last.tag && one.tag !== tag);
  return isFirstChange ? now : last.at + pause * (PAUSES[refusals - 1] ?? LONGEST_PAUSE);
}
