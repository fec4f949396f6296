/**
 * Keeps a server that fails from being hammered: every repetition costs a token, every success earns a tenth of one, and time brings them back. While
 * most calls fail, almost nothing is repeated; after a while of success, or of rest, repetitions are free again.
 *
 * @module
 */

const CAPACITY = 10;
const EARNED = 0.1;
/** An empty budget is full again after a minute. */
const TOKEN_EVERY_MS = 6_000;

export interface RetryBudget {
  /** Takes a token. False: there is none, and the call must not be repeated. */
  spend(): boolean;
  /** A call has succeeded. */
  earn(): void;
}

/** @param now - Milliseconds on a clock that does not jump. */
export function createRetryBudget(now: () => number): RetryBudget {
  let tokens = CAPACITY;
  let countedAt = now();
  return {
    spend() {
      const at = now();
      tokens = Math.min(CAPACITY, tokens + (at - countedAt) / TOKEN_EVERY_MS);
      countedAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    earn() {
      tokens = Math.min(CAPACITY, tokens + EARNED);
    },
  };
}
