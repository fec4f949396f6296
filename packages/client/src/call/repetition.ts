/**
 * What follows a failed attempt: the call is sent again after a pause, there or to another node, or it has failed. `repetition-rules.ts` says
 * which calls may be sent again.
 *
 * @module
 */
import { parseRetryAfter } from '@cloudlink-center/auth';
import { type CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { tell } from '../hooks/hooks.ts';
import { pauseBefore } from '../resilience/backoff.ts';
import { pause, type Timer } from '../resilience/timer.ts';
import { type Call, type CallContext, eventOf, type Outcome, type Result } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { judgeNode } from './judge-node.ts';
import type { Node } from './node.ts';
import { mayGoElsewhere, mayRepeat, type Rules, rulesOf } from './repetition-rules.ts';

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
  context: CallContext,
  call: Call,
  traits: CallTraits,
  failure: Failure,
): Promise<Node | Result> {
  const { attempt, node, outcome, total } = failure;
  const result = isCloudLinkError(outcome) ? undefined : outcome;
  const found = isCloudLinkError(outcome) ? outcome : outcome.error;
  if (found === undefined) return outcome as Result;
  const rules = await rulesOf(call, traits);
  const error = await detailed(found, call, rules.operationId, attempt, node);
  // Later calls go elsewhere, whether or not this one does.
  const next = mayMove(call, rules) ? nextNode(context, node, error) : node;
  const wait = pauseUntil(next, context, call, rules, { attempt, node, error, result });
  if (wait === undefined) {
    if (result?.error === undefined) throw error;
    return { ...result, error };
  }
  tell(context.hooks, 'onRetry', { ...eventOf(call, attempt, node), error, pause: wait });
  total.begin();
  await pause(wait, total.signal);
  return next;
}

/** A node that let the time of a whole call run out is left, too: such a call has no next attempt. */
export async function leaveSilentNode(
  { nodes }: CallContext,
  call: Call,
  traits: CallTraits,
  node: Node,
  error: CloudLinkError,
): Promise<void> {
  if (nodes.all.length > 1 && mayMove(call, await rulesOf(call, traits))) judgeNode(nodes, node, error);
}

/** The node that is due to be tried again, when this call may try it. */
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

/** Milliseconds to wait before the call is sent to the next node, or there again; undefined: it must not be. */
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
  // A node that works need not be given time, and its load is not what the budget is for.
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

/** What the Center says about the caller; nothing when it does not. */
async function authoritiesAt(node: Node): Promise<readonly string[] | undefined> {
  try {
    const { callerAuthorities } = await import('../sign-in/caller-authorities.ts');
    return await callerAuthorities(node);
  } catch {
    // The 403 itself is what matters.
    return undefined;
  }
}
