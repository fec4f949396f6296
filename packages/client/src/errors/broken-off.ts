/**
 * Marks the failure of a response that was cut off or could not be decoded. The mark is set where the failure
 * happens, because a `TypeError` with a cause may also come from a caller's own code.
 *
 * @module
 */

/** From a failure to the cause that callers may see. */
const causes = new WeakMap<object, unknown>();

/**
 * Returns the failure as fetch reports it: a `TypeError` named `terminated`.
 *
 * @param shown - Becomes the `cause` of the caller's error. By default it holds nothing of the failure
 *   itself, which may contain addresses.
 */
export function brokenOff(error: unknown, shown: unknown = new Error('the connection broke')): Error {
  if (isBrokenOff(error)) return error;
  const failure = error instanceof TypeError ? error : new TypeError('terminated', { cause: error });
  causes.set(failure, shown);
  return failure;
}

export function isBrokenOff(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && causes.has(error);
}

export function causeToShow(error: Error): unknown {
  return causes.get(error);
}
