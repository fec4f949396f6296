/**
 * What a waiter lives through: a Center that is away for a while, because it restarts, is upgraded or is cut off.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';

/** Statuses that say: not now. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);

/** A proxy in front of a Center that starts answers 5xx or a page of its own, and so may the Center. */
export function isOutage({ code, status = 0, cause }: CloudLinkError): boolean {
  if (code === 'sign_in_failed')
    return typeof cause === 'object' && cause !== null && 'retryable' in cause && cause.retryable === true;
  if (code === 'unreachable' || code === 'timeout' || code === 'malformed_response') return true;
  return status >= 500 || PASSING.has(status);
}
