/**
 * Recognizes errors of the runtime, of another copy of this package, or of another realm by their properties.
 * Under Jest, for example, `instanceof Error` is false for all errors of Node.
 *
 * @module
 */

/** The part of an error that is used. */
export interface OutsideError {
  readonly name?: unknown;
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  /** The errors of an `AggregateError`. */
  readonly errors?: unknown;
}

/** Whether a value is an error of any realm. */
export function isErrorLike(value: unknown): value is OutsideError {
  if (typeof value !== 'object' || value === null) return false;
  // Older runtimes lack `Error.isError`, and a caller's `fetch` may throw plain objects.
  const { isError } = Error as { readonly isError?: (value: unknown) => boolean };
  return isError?.(value) === true || ('message' in value && typeof value.message === 'string');
}
