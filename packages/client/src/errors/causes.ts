/**
 * Walks the chain of causes of an error. Separate from `outside-error.ts`, because it is loaded only when a
 * failure is explained.
 *
 * @module
 */
import { isErrorLike, type OutsideError } from './outside-error.ts';

/** The first system error code in the chain of causes, such as `ECONNREFUSED`. */
export function systemCodeOf(error: unknown): string | undefined {
  for (const { code } of causesOf(error)) if (typeof code === 'string') return code;
  return undefined;
}

/** Longer chains are a mistake, or lead back to themselves. */
const MOST_CAUSES = 10;

/** The error and its causes, outermost first. An aggregate error is followed through its first error. */
export function* causesOf(error: unknown): Generator<OutsideError> {
  let current = error;
  for (let count = 0; count < MOST_CAUSES && isErrorLike(current); count += 1) {
    yield current;
    current = Array.isArray(current.errors) ? current.errors[0] : current.cause;
  }
}
