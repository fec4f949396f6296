/**
 * Decides what follows a failed attempt: a retry after a pause, on the same node or another one, or the
 * failure of the call. `repetition-rules.ts` says which calls may be retried.
 *
 * @module
 */
import { parseRetryAfter } from '@cloudlink-center/auth';
import { type CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { tell } from '../hooks/hooks.ts';
import { pauseBefore } from '../resilience/backoff.ts';
import { pause, type Timer } from '../resilience/timer.ts';
import { type Call, type CallContext, eventOf, type FailedOutcome, type Result } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { judgeNode } from './judge-node.ts';
import type { Node } from './node.ts';
import { mayGoElsewhere, mayRepeat, type Rules, rulesOf } from './repetition-rules.ts';

/** The failed attempt. `outcome` holds the error, alone or in a result. */
type Failure = {
  readonly attempt: number;
  readonly node: Node;
  readonly outcome: FailedOutcome;
  readonly total: Timer;
};

/**
 * Returns the node for the next attempt when it may begin, or the result with which the call failed.
 *
 * @throws CloudLinkError when the call failed without a response.
 */
export async function afterFailure(
  context: CallContext,
  call: Call,
  traits: CallTraits,
  failure: Failure,
): Promise<Node | Result> {
  const { attempt, node, outcome, total } = failure;
  const result = isCloudLinkError(outcome) ? undefined : outcome;
  const found = isCloudLinkError(outcome) ? outcome : outcome.error;
  const rules = await rulesOf(call, traits);
  const error = await detailed(found, call, rules.operationId, attempt, node);
  // Later calls use the other node even if this call is not retried.
  const next = mayMove(call, rules) ? nextNode(context, node, error) : node;
  const wait = pauseUntil(next, context, call, rules, { attempt, node, error, result });
  if (wait === undefined) {
    if (result === undefined) throw error;
    return { ...result, error };
  }
  tell(context.hooks, 'onRetry', { ...eventOf(call, attempt, node), error, pause: wait });
  total.begin();
  await pause(wait, total.signal);
  return next;
}

/** Marks a node as failed when it used up the time of a whole call, since such a call has no next attempt. */
export async function leaveSilentNode(
  { nodes }: CallContext,
  call: Call,
  traits: CallTraits,
  node: Node,
  error: CloudLinkError,
): Promise<void> {
  if (nodes.all.length > 1 && mayMove(call, await rulesOf(call, traits))) judgeNode(nodes, node, error);
}

/** The node that is due to be tried again, if this call may try it. */
export async function trialNode(
  { nodes }: CallContext,
  call: Call,
  traits: CallTraits,
): Promise<Node | undefined> {
  const rules = await rulesOf(call, traits);
  return rules.repeatable && mayMove(call, rules) ? nodes.takeTrial() : undefined;
}

function mayMove({ init }: Call, { nodeLocal }: Rules): boolean {
  return init.node === undefined && !nodeLocal;
}

function nextNode({ nodes }: CallContext, node: Node, error: CloudLinkError): Node {
  judgeNode(nodes, node, error);
  return nodes.current();
}

/** Milliseconds to wait before the next attempt, or `undefined` when there must be none. */
function pauseUntil(
  next: Node,
  { nodes, retry, random, budget }: CallContext,
  { init }: Call,
  rules: Rules,
  failed: {
    readonly attempt: number;
    readonly node: Node;
    readonly error: CloudLinkError;
    readonly result: Result | undefined;
  },
): number | undefined {
  const { attempt, node, error, result } = failed;
  const most = init.retry ?? Math.max(retry, retry && nodes.all.length - 1);
  if (attempt > most) return undefined;
  const isSame = next === node;
  // A working node needs no pause, and the budget does not limit calls to it.
  if (!isSame && !nodes.hasFailed(next)) return mayGoElsewhere(error, rules) ? 0 : undefined;
  if (!mayRepeat(error, rules)) return undefined;
  const asked = isSame ? (result?.response.headers.get('retry-after') ?? null) : null;
  const wait = pauseBefore(attempt, random(), parseRetryAfter(asked, Date.now()));
  return wait !== undefined && budget.spend() ? wait : undefined;
}

async function detailed(
  error: CloudLinkError,
  { method, path }: Call,
  operationId: string | undefined,
  attempt: number,
  node: Node,
): Promise<CloudLinkError> {
  const authorities = error.code === 'forbidden' ? await authoritiesAt(node) : undefined;
  return withDetails(error, {
    method,
    path,
    attempts: attempt,
    node: node.origin,
    ...(operationId && { operationId }),
    ...(authorities && { authorities }),
  });
}

/** The authorities of the caller as the Center reports them, if it does. */
async function authoritiesAt(node: Node): Promise<readonly string[] | undefined> {
  try {
    const { callerAuthorities } = await import('../sign-in/caller-authorities.ts');
    return await callerAuthorities(node);
  } catch {
    // Without them, the error is that of the 403 alone.
    return undefined;
  }
}
