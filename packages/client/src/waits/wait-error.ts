/**
 * The error of a wait that timed out or cannot succeed.
 *
 * @module
 */

/**
 * `timeout`: the time limit was reached. `cannot_succeed`: the object is in a state that cannot lead to the
 * goal.
 */
export type WaitErrorCode = 'timeout' | 'cannot_succeed';

/**
 * Thrown by waiters. A call that the Center refuses during the wait throws a `CloudLinkError` as usual. An
 * outage of the Center does not end the wait; if it lasts until the time limit, it is the `cause`.
 *
 * @example
 *
 * ```ts
 * import { WaitError, waitForBackup } from '@cloudlink-center/client';
 *
 * try {
 *   await waitForBackup(center, { timeout: 600_000 });
 * } catch (error) {
 *   if (!(error instanceof WaitError)) throw error;
 *   console.error(error.code, error.last);
 * }
 * ```
 */
export class WaitError extends Error {
  override readonly name = 'WaitError';
  /** Why the wait failed. Branch on this. */
  readonly code: WaitErrorCode;
  /** Result of the last read, such as a disk. Logging the error does not show it. */
  declare readonly last: unknown;

  constructor(code: WaitErrorCode, message: string, last?: unknown, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    Object.defineProperty(this, 'last', { value: last, enumerable: false });
  }
}
