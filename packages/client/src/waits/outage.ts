/**
 * Recognizes an outage that a wait survives: the Center restarts, is being upgraded, or cannot be reached.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';

/** Statuses of temporary failures. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);

/** While the Center starts, it or a proxy in front of it responds with 5xx or an HTML page. */
export function isOutage({ code, status = 0, cause }: CloudLinkError): boolean {
  if (code === 'sign_in_failed')
    return typeof cause === 'object' && cause !== null && 'retryable' in cause && cause.retryable === true;
  if (code === 'unreachable' || code === 'timeout' || code === 'malformed_response') return true;
  return status >= 500 || PASSING.has(status);
}
