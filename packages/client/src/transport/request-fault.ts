/**
 * Recognizes requests that undici refuses to send, for example because of a header that only the connection
 * may set. These are mistakes of the caller, not failures of the network.
 *
 * @module
 */

const FAULTS: ReadonlySet<unknown> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

/** The mistake in a chain of causes, or `undefined` for any other failure. */
export function requestFault(error: unknown): TypeError | undefined {
  for (let current = error; typeof current === 'object' && current !== null;) {
    const { code, message, cause } = current as { code?: unknown; message?: unknown; cause?: unknown };
    if (FAULTS.has(code)) return new TypeError(`The request cannot be sent: ${String(message)}.`);
    current = cause;
  }
  return undefined;
}
