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
