/**
 * What follows a failed attempt: the call is sent again after a pause, there or to another node, or it has failed.
 *
 * @module
 */
import { type CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { tell } from '../hooks/hooks.ts';
import { parseRetryAfter, pauseBefore } from '../resilience/backoff.ts';
import { pause, type Timer } from '../resilience/timer.ts';
import type { AskAuthorities } from '../sign-in/caller-authorities.ts';
import {
  type Call,
  type CallContext,
  eventOf,
  type Outcome,
  type Result,
  type UntypedInit,
} from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { findOperation } from './find-operation.ts';
import type { Node } from './node.ts';

/** Statuses that say: not now. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** Statuses of a node that is out of service, rather than busy. */
const OUT_OF_SERVICE: ReadonlySet<number> = new Set([502, 503, 504]);

/** The attempt that failed; `outcome` holds an error, alone or in a result. */
type Failure = {
  readonly attempt: number;
  readonly node: Node;
  readonly outcome: Outcome;
  readonly total: Timer;
};

/**
 * The node for the next attempt, once it may begin, or the result with which the call has failed.
 *
 * @throws CloudLinkError with which the call has failed without an answer.
 */
export async function afterFailure(
  { nodes, hooks, budget, retry, random, askAuthorities }: CallContext,
  call: Call,
  traits: CallTraits,
  { attempt, node, outcome, total }: Failure,
): Promise<Node | Result> {
  const result = isCloudLinkError(outcome) ? undefined : outcome;
  const found = isCloudLinkError(outcome) ? outcome : outcome.error;
  if (found === undefined) return outcome as Result;
  const rules = await rulesOf(call, traits);
  const error = await detailed(found, call, rules.operationId, attempt, node, askAuthorities);
  const most = call.init.retry ?? Math.max(retry, retry && nodes.all.length - 1);
  const wait = attempt > most ? undefined : repetitionPause(result, error, rules, attempt, random());
  if (wait === undefined || !budget.spend()) {
    if (result?.error === undefined) throw error;
    return { ...result, error };
  }
  let next = node;
  if (mayMove(error, rules, call.init)) {
    nodes.leave(node, error);
    next = nodes.current();
  }
  // Another node need not be given time.
  const milliseconds = next === node ? wait : 0;
  tell(hooks, 'onRetry', { ...eventOf(call, attempt, node), error, pause: milliseconds });
  total.begin();
  await pause(milliseconds, total.signal);
  return next;
}

/** Milliseconds to wait before the call is sent again; undefined: it must not be. */
function repetitionPause(
  result: Result | undefined,
  error: CloudLinkError,
  rules: Rules,
  attempt: number,
  random: number,
): number | undefined {
  if (!mayRepeat(error, rules)) return undefined;
  const asked = parseRetryAfter(result?.response.headers.get('retry-after') ?? null, Date.now());
  return pauseBefore(attempt, random, asked);
}

/** The table decides, not the method: what is not repeatable is sent again only when it was certainly not sent before. */
function mayRepeat({ code, status, notSent, cause }: CloudLinkError, { repeatable }: Rules): boolean {
  if (!notSent && !repeatable) return false;
  if (status !== undefined) return PASSING.has(status);
  if (code === 'sign_in_failed')
    return cause instanceof Error && 'retryable' in cause && cause.retryable === true;
  return code === 'unreachable' || code === 'timeout';
}

function mayMove({ status }: CloudLinkError, { nodeLocal }: Rules, { node }: UntypedInit): boolean {
  return node === undefined && !nodeLocal && (status === undefined || OUT_OF_SERVICE.has(status));
}

async function detailed(
  error: CloudLinkError,
  { method, path }: Call,
  operationId: string | undefined,
  attempt: number,
  node: Node,
  askAuthorities: AskAuthorities,
): Promise<CloudLinkError> {
  const authorities = error.code === 'forbidden' ? await askAuthorities(node) : undefined;
  return withDetails(error, {
    method,
    path,
    attempts: attempt,
    node: node.origin,
    ...(operationId && { operationId }),
    ...(authorities && { authorities }),
  });
}

/** What counts after a failure. */
type Rules = {
  readonly operationId: string | undefined;
  /** Sending it again, when the outcome of the first is unknown, does no harm. */
  readonly repeatable: boolean;
  /** Reads or changes only the node that answers. */
  readonly nodeLocal: boolean;
};

/** From the operation table, which is loaded with the first failure. */
async function rulesOf({ method, path, operationId }: Call, traits: CallTraits): Promise<Rules> {
  const isPlainGet = method === 'GET' && !traits.sideEffects;
  const found = await findOperation(method, path);
  // A page without a network cannot load the table either: then only what is certain counts.
  if (found === 'unknown') return { operationId, repeatable: isPlainGet, nodeLocal: true };
  if (found === undefined) return { operationId, repeatable: isPlainGet, nodeLocal: false };
  const { repeatable = false, sideEffects, nodeLocal = false } = found.facts;
  return { operationId: found.id, repeatable: repeatable && !sideEffects, nodeLocal };
}
