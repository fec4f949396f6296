/**
 * Limits retries while most calls fail: each retry costs a token, each success earns a tenth of one, and
 * tokens return with time. While most calls fail there are almost no retries; after some successes or some
 * idle time there is no limit.
 *
 * @module
 */

const CAPACITY = 10;
const EARNED = 0.1;
/** An empty budget is full again after a minute. */
const TOKEN_EVERY_MS = 6_000;

export interface RetryBudget {
  /** Takes a token. Returns false when there is none, and then the call must not be retried. */
  spend(): boolean;
  /** Records a successful call. */
  earn(): void;
}

/** @param now - Milliseconds of a monotonic clock. */
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
