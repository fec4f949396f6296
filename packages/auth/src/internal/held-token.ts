/**
 * The token in a cache: its age, its end, and when a renewal is due.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { accessToken } from './access-token.ts';
import type { Clock } from './clock.ts';
import type { Grant } from './grant.ts';

/** Tokens with a shorter lifetime (ms) are not renewed early. */
const SHORT_LIFE = 60_000;
/** An early renewal is due in the last tenth of the lifetime, but not earlier than this before its end (ms). */
const LONGEST_MARGIN = 30_000;
/** Lifetimes above 30 years (ms) count as unlimited: a Date could not hold their end. */
const NO_END = 1e12;
/** First pause (ms) after a failed background renewal. It doubles with each failure. */
const FIRST_PAUSE = 1000;

export interface HeldToken {
  readonly token: AccessToken;
  /** Milliseconds since the request was sent. */
  readonly age: () => number;
  readonly hasEnded: () => boolean;
  /** Whether a background renewal is due. */
  readonly isDue: () => boolean;
  /** Delays the next background renewal after a failure, longer each time. */
  readonly postpone: () => void;
}

/**
 * @param age - A stopwatch that was started before the request.
 * @param random - Returns numbers from 0 to 1, for the pauses.
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
