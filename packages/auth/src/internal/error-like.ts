/**
 * Recognizes errors by their properties. Under Jest, errors of Node come from another realm, and `instanceof
 * Error` is false.
 *
 * @module
 */

/** The properties of an error that are read. */
export interface ErrorLike {
  readonly name?: unknown;
  message: string;
  readonly cause?: unknown;
}

export function isErrorLike(value: unknown): value is ErrorLike {
  // Reading a property throws only for null and undefined.
  return typeof (value as Partial<ErrorLike> | null | undefined)?.message === 'string';
}
