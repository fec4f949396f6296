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

type ErrorTest = { readonly isError?: (value: unknown) => boolean };

/** Whether a value is an error of any realm. */
export function isErrorLike(value: unknown): value is OutsideError {
  if (typeof value !== 'object' || value === null) return false;
  // Older runtimes do not have it.
  if ((Error as ErrorTest).isError?.(value)) return true;
  // Errors of a `fetch` of the caller's own need not be made by a class.
  return 'message' in value && typeof value.message === 'string' && ('name' in value || 'code' in value);
}

/** An error and its causes, the members of aggregates included, from the outside in. */
export function* causesOf(error: unknown): Generator<OutsideError> {
  const seen = new Set<unknown>();
  const waiting = [error];
  while (waiting.length > 0) {
    const current = waiting.shift();
    if (!isErrorLike(current) || seen.has(current)) continue;
    seen.add(current);
    yield current;
    if (Array.isArray(current.errors)) waiting.push(...current.errors);
    waiting.push(current.cause);
  }
}

/** The first system error code in the chain of causes, such as `ECONNREFUSED`. */
export function systemCodeOf(error: unknown): string | undefined {
  for (const { code } of causesOf(error)) if (typeof code === 'string') return code;
  return undefined;
}
