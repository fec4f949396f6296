/**
 * Errors that were made elsewhere: by the runtime, by another copy of this package, or in another realm, as under Jest, where `instanceof Error`
 * is false for all errors of Node. They are judged by what they have.
 *
 * @module
 */

/** The part of an error that is looked at. */
export interface OutsideError {
  readonly name?: unknown;
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  /** Of an `AggregateError`. */
  readonly errors?: unknown;
}

/** Whether a value is an error of any realm. */
export function isErrorLike(value: unknown): value is OutsideError {
  if (typeof value !== 'object' || value === null) return false;
  // Older runtimes do not have it, and errors of a `fetch` of the caller's own need not be made by a class.
  const { isError } = Error as { readonly isError?: (value: unknown) => boolean };
  return isError?.(value) === true || ('message' in value && typeof value.message === 'string');
}

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
