/**
 * Which calls may be sent again, and after which failures.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Call } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { findOperation } from './find-operation.ts';
import { isRefusedSecret } from './judge-node.ts';

/** What counts after a failure. */
export interface Rules {
  readonly operationId: string | undefined;
  /** Sending it again, when the outcome of the first is unknown, does no harm. */
  readonly repeatable: boolean;
  /** Reads or changes only the node that answers. */
  readonly nodeLocal: boolean;
}

/** Statuses that say: not now. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** From the operation table, which is loaded with the first failure. */
export async function rulesOf({ method, path, operationId }: Call, traits: CallTraits): Promise<Rules> {
  const isPlainGet = method === 'GET' && !traits.sideEffects;
  const found = await findOperation(method, path);
  // A page without a network cannot load the table either: then only what is certain counts.
  if (found === 'unknown') return { operationId, repeatable: isPlainGet, nodeLocal: true };
  if (found === undefined) return { operationId, repeatable: isPlainGet, nodeLocal: false };
  const { repeatable = false, sideEffects, nodeLocal = false } = found.facts;
  return { operationId: found.id, repeatable: repeatable && !sideEffects, nodeLocal };
}

/** The table decides, not the method: what is not repeatable is sent again only when it was certainly not sent before. */
export function mayRepeat(error: CloudLinkError, { repeatable }: Rules): boolean {
  return (error.notSent || repeatable) && isPassing(error);
}

/** Another node may also take what this one does not let in. A 401 is no call that was carried out. */
export function mayGoElsewhere(error: CloudLinkError, rules: Rules): boolean {
  const isLetIn = error.code !== 'unauthorized' && error.code !== 'sign_in_failed';
  return (!isLetIn && !isRefusedSecret(error)) || mayRepeat(error, rules);
}

function isPassing({ code, status, cause }: CloudLinkError): boolean {
  // It would be too large again.
  if (code === 'response_too_large') return false;
  if (status !== undefined) return PASSING.has(status);
  if (code === 'sign_in_failed') return isAuthError(cause) && cause.retryable;
  return code === 'unreachable' || code === 'timeout';
}
