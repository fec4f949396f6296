/**
 * What led to an error, through its chain of causes. Beside `outside-error.ts`, since it is loaded only with what explains failures.
 *
 * @module
 */
import { isErrorLike, type OutsideError } from './outside-error.ts';

/** The first system error code in the chain of causes, such as `ECONNREFUSED`. */
export function systemCodeOf(error: unknown): string | undefined {
  for (const { code } of causesOf(error)) if (typeof code === 'string') return code;
  return undefined;
}

/** Longer chains are somebody's mistake, or lead back to themselves. */
const MOST_CAUSES = 10;

/** An error and its causes, from the outside in; the first of the errors in an aggregate stands for all. */
export function* causesOf(error: unknown): Generator<OutsideError> {
  let current = error;
  for (let count = 0; count < MOST_CAUSES && isErrorLike(current); count += 1) {
    yield current;
    current = Array.isArray(current.errors) ? current.errors[0] : current.cause;
  }
}
