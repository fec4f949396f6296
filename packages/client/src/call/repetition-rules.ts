/**
 * Which calls may be retried, and after which failures.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Call } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { findOperation } from './find-operation.ts';
import { isRefusedSecret } from './judge-node.ts';

/** The facts that matter after a failure. */
export interface Rules {
  readonly operationId: string | undefined;
  /** Whether it is safe to send the call again when its outcome is unknown. */
  readonly repeatable: boolean;
  /** Reads or changes only the node that answers. */
  readonly nodeLocal: boolean;
}

/** Statuses of temporary failures. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Read from the operation table, which is loaded with the first failure. */
export async function rulesOf({ method, path, operationId }: Call, traits: CallTraits): Promise<Rules> {
  const isPlainGet = method === 'GET' && !traits.sideEffects;
  const found = await findOperation(method, path);
  // A page without a network cannot load the table. Then only certain cases are retried.
  if (found === 'unknown') return { operationId, repeatable: isPlainGet, nodeLocal: true };
  if (found === undefined) return { operationId, repeatable: isPlainGet, nodeLocal: false };
  const { repeatable = false, sideEffects, nodeLocal = false } = found.facts;
  return { operationId: found.id, repeatable: repeatable && !sideEffects, nodeLocal };
}

/**
 * The table decides, not the HTTP method. A call that is not repeatable is retried only if it was certainly
 * not sent.
 */
export function mayRepeat(error: CloudLinkError, { repeatable }: Rules): boolean {
  return (error.notSent || repeatable) && isPassing(error);
}

/**
 * Another node may also accept a caller whom this one refuses. A call that ended with a 401 was not carried
 * out.
 */
export function mayGoElsewhere(error: CloudLinkError, rules: Rules): boolean {
  const isLetIn = error.code !== 'unauthorized' && error.code !== 'sign_in_failed';
  return (!isLetIn && !isRefusedSecret(error)) || mayRepeat(error, rules);
}

function isPassing({ code, status, cause }: CloudLinkError): boolean {
  // The response would be too large again.
  if (code === 'response_too_large') return false;
  if (status !== undefined) return PASSING.has(status);
  if (code === 'sign_in_failed') return isAuthError(cause) && cause.retryable;
  return code === 'unreachable' || code === 'timeout';
}
