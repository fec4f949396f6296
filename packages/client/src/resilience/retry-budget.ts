/**
 * Keeps a server that fails from being hammered: every repetition costs a token, every success earns a tenth of one. While
 * most calls fail, almost nothing is repeated; after a while of success, repetitions are free again.
 *
 * @module
 */

const CAPACITY = 10;
const EARNED = 0.1;

export interface RetryBudget {
  /** Takes a token. False: there is none, and the call must not be repeated. */
  spend(): boolean;
  /** A call has succeeded. */
  earn(): void;
}

export function createRetryBudget(): RetryBudget {
  let tokens = CAPACITY;
  return {
    spend() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    earn() {
      tokens = Math.min(CAPACITY, tokens + EARNED);
    },
  };
}
