/**
 * Errors are judged by what they have: under Jest, those of Node come from another realm, and `instanceof Error` is false.
 *
 * @module
 */

/** The part of an error that is looked at. */
export interface ErrorLike {
  readonly name?: unknown;
  message: string;
  readonly cause?: unknown;
}

export function isErrorLike(value: unknown): value is ErrorLike {
  // Every value but these two may be asked for a property.
  return typeof (value as Partial<ErrorLike> | null | undefined)?.message === 'string';
}
