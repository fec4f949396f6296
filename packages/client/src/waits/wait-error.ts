/**
 * The error of a wait that cannot come to a good end.
 *
 * @module
 */

/** `timeout`: the time ran out. `cannot_succeed`: a state was seen that does not lead to the goal. */
export type WaitErrorCode = 'timeout' | 'cannot_succeed';

/**
 * Thrown by waiters. A call that is refused meanwhile is a `CloudLinkError`, as everywhere; an outage of the Center is lived through, and is the `cause` when
 * it lasted until the time was up.
 */
export class WaitError extends Error {
  override readonly name = 'WaitError';
  readonly code: WaitErrorCode;
  /** What was seen last, such as a disk. Not shown when the error is logged. */
  declare readonly last: unknown;

  constructor(code: WaitErrorCode, message: string, last?: unknown, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    Object.defineProperty(this, 'last', { value: last, enumerable: false });
  }
}
