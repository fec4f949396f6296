/**
 * The failure of an answer that broke off, or could not be decoded. It is marked where it happens, since a `TypeError` with a cause may as well come
 * from a caller's own code.
 *
 * @module
 */

/** From a failure to the cause that callers may see. */
const causes = new WeakMap<object, unknown>();

/**
 * The failure as fetch names it.
 *
 * @param shown - What becomes the `cause` of the caller's error. By default nothing of the failure itself, which may hold addresses.
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
