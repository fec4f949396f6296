/**
 * The token that a cache holds: how old it is, when it ends, and when a renewal is due.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { accessToken } from './access-token.ts';
import type { Clock } from './clock.ts';
import type { Grant } from './grant.ts';

/** Below this lifetime (ms) there is no time for an early renewal. */
const SHORT_LIFE = 60_000;
/** An early renewal is due in the last tenth of a token's life, at most so many milliseconds before its end. */
const LONGEST_MARGIN = 30_000;
/** Thirty years (ms) are no end, and more would be no valid Date. */
const NO_END = 1e12;
/** First pause (ms) after a background renewal that failed; it doubles. */
const FIRST_PAUSE = 1000;

export interface HeldToken {
  readonly token: AccessToken;
  /** Milliseconds since the request was sent. */
  readonly age: () => number;
  readonly hasEnded: () => boolean;
  /** Whether a renewal behind the calls is due. */
  readonly isDue: () => boolean;
  /** A background renewal has failed: the next one is due after a pause, which grows. */
  readonly postpone: () => void;
}

/**
 * @param age - Runs since before the request was sent.
 * @param isLast - Whether nothing newer can be had before its end.
 * @param random - From 0 to 1, for the pauses.
 */
export function heldToken(
  { value, lifetime, isLast }: Grant,
  age: () => number,
  clock: Clock,
  random: () => number,
): HeldToken {
  const expiresAt = lifetime < NO_END ? clock.now() - age() + lifetime : undefined;
  const margin = Math.min(LONGEST_MARGIN, lifetime / 10);
  let dueAt = isLast || lifetime < SHORT_LIFE ? Infinity : lifetime - margin;
  let failures = 0;
  return {
    token: accessToken(value, expiresAt),
    age,
    hasEnded: () => age() >= lifetime,
    isDue: () => age() >= dueAt,
    postpone() {
      const longest = FIRST_PAUSE * 2 ** failures;
      dueAt = age() + longest * (0.5 + random() / 2);
      failures += 1;
    },
  };
}
