/**
 * One call with all its attempts: which node, how long, and whether it may be sent again. `exchange.ts` sends one attempt.
 *
 * @module
 */
import type { CallResult, Timeouts } from './call-options.ts';
import { type CallTraits, traitsOf } from './call-traits.ts';
import type { AskAuthorities } from './errors/caller-authorities.ts';
import { CloudLinkError, isCloudLinkError, withDetails } from './errors/cloudlink-error.ts';
import { exchange } from './exchange.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import type { Node, Nodes } from './nodes.ts';
import { checkInit, type HttpMethod, type UntypedCall, type UntypedInit } from './path-calls.ts';
import { parseRetryAfter, pauseBefore } from './resilience/backoff.ts';
import type { RetryBudget } from './resilience/retry-budget.ts';
import { timeLimits } from './resilience/time-limits.ts';
import { pause, TimeLimitReached, Timer } from './resilience/timer.ts';

/** What all calls of a client share. */
export interface CallContext {
  readonly nodes: Nodes;
  readonly hooks: Hooks;
  readonly budget: RetryBudget;
  readonly timeout: number | Timeouts | undefined;
  /** Repetitions at the most. */
  readonly retry: number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly askAuthorities: AskAuthorities;
}

/** Statuses that say: not now. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** Statuses of a node that is out of service, rather than busy. */
const OUT_OF_SERVICE: ReadonlySet<number> = new Set([502, 503, 504]);

export function createCall(context: CallContext): UntypedCall {
  let calls = 0;
  return async (method, path, init = {}, operationId) => {
    checkInit(path, init);
    const traits = traitsOf(method, path);
    const limits = timeLimits(traits, context.timeout, init.timeout);
    const total = new Timer(limits.total, init.signal);
    const id = { call: (calls += 1), method, path, ...(operationId && { operationId }) };
    try {
      return await withRepetitions(context, id, traits, init, total, limits.attempt);
    } catch (error) {
      throw error instanceof TimeLimitReached && error === total.reason ? timedOut(id, limits.total) : error;
    } finally {
      total.stop();
    }
  };
}

type CallIdentity = { call: number; method: HttpMethod; path: string; operationId?: string };
type Outcome =
  | { result: CallResult<unknown>; error?: undefined }
  | { result?: CallResult<unknown>; error: CloudLinkError };

async function withRepetitions(
  context: CallContext,
  id: CallIdentity,
  traits: CallTraits,
  init: UntypedInit,
  total: Timer,
  attemptLimit: number,
): Promise<CallResult<unknown>> {
  const { nodes, hooks, budget } = context;
  const most = init.retry ?? Math.max(context.retry, context.retry && nodes.all.length - 1);
  let node = init.node === undefined ? nodes.current() : nodes.named(init.node);
  for (let attempt = 1; ; attempt += 1) {
    const event = { ...id, attempt, node: node.origin };
    const outcome = await attemptOnce(node, event, traits, init, total, attemptLimit, hooks);
    if (outcome.error === undefined) {
      budget.earn();
      return outcome.result;
    }
    const error = await detailed(outcome.error, event, node, context.askAuthorities);
    const wait =
      attempt > most ? undefined : repetitionPause(outcome, error, traits, attempt, context.random());
    if (wait === undefined || !budget.spend()) return failed(outcome, error);
    const next = mayMove(error, traits, init) ? moved(nodes, node, error) : node;
    // Another node need not be given time.
    const milliseconds = next === node ? wait : 0;
    tell(hooks, 'onRetry', { ...event, error, pause: milliseconds });
    node = next;
    await pause(milliseconds, total.signal);
  }
}

/** One attempt within its time limit. Rejects only with the reason of an abort, or with a mistake of the caller. */
async function attemptOnce(
  node: Node,
  event: CallEvent,
  traits: CallTraits,
  init: UntypedInit,
  total: Timer,
  limit: number,
  hooks: Hooks,
): Promise<Outcome> {
  const timer = new Timer(limit, total);
  const began = performance.now();
  tell(hooks, 'onRequest', event);
  let outcome: Outcome;
  try {
    const { method, path } = event;
    const result = await exchange(node, method as HttpMethod, path, traits, init, timer);
    outcome = { result, error: result.error };
  } catch (error) {
    total.throwIfEnded();
    if (error instanceof TimeLimitReached && error === timer.reason)
      outcome = { error: timedOut(event, limit) };
    else if (isCloudLinkError(error)) outcome = { error };
    else throw error;
  } finally {
    timer.stop();
  }
  const status = outcome.result?.status ?? outcome.error?.status;
  tell(hooks, 'onResponse', {
    ...event,
    duration: performance.now() - began,
    ...(status !== undefined && { status }),
    ...(outcome.error && { error: outcome.error }),
  });
  return outcome;
}

/** Milliseconds to wait before the call is sent again; undefined: it must not be. */
function repetitionPause(
  { result }: Outcome,
  error: CloudLinkError,
  traits: CallTraits,
  attempt: number,
  random: number,
): number | undefined {
  if (!mayRepeat(error, traits)) return undefined;
  const asked = parseRetryAfter(result?.response.headers.get('retry-after') ?? null, Date.now());
  return pauseBefore(attempt, random, asked);
}

/** The table decides, not the method: what is not repeatable is sent again only when it was certainly not sent before. */
function mayRepeat({ code, status, notSent, cause }: CloudLinkError, { repeatable }: CallTraits): boolean {
  if (!notSent && !repeatable) return false;
  if (status !== undefined) return PASSING.has(status);
  if (code === 'sign_in_failed')
    return cause instanceof Error && 'retryable' in cause && cause.retryable === true;
  return code === 'unreachable' || code === 'timeout';
}

function mayMove({ status }: CloudLinkError, { nodeLocal }: CallTraits, { node }: UntypedInit): boolean {
  return node === undefined && !nodeLocal && (status === undefined || OUT_OF_SERVICE.has(status));
}

function moved(nodes: Nodes, from: Node, error: CloudLinkError): Node {
  nodes.leave(from, error);
  return nodes.current();
}

function failed({ result }: Outcome, error: CloudLinkError): CallResult<unknown> {
  if (result === undefined || result.error === undefined) throw error;
  return { ...result, error };
}

function timedOut({ method, path }: { method: string; path: string }, limit: number): CloudLinkError {
  const message = `${method} ${path} was not answered within ${String(limit)} ms. Whether it took effect is not known.`;
  return new CloudLinkError('timeout', message, { method, path });
}

/** The operation's id comes from a table that is loaded with the first failure. */
async function detailed(
  error: CloudLinkError,
  { method, path, operationId, attempt }: CallEvent,
  node: Node,
  askAuthorities: AskAuthorities,
): Promise<CloudLinkError> {
  const id = operationId ?? (await operationIdOf(method, path));
  const authorities = error.code === 'forbidden' ? await askAuthorities(node) : undefined;
  return withDetails(error, {
    method,
    path,
    attempts: attempt,
    node: node.origin,
    ...(id && { operationId: id }),
    ...(authorities && { authorities }),
  });
}

async function operationIdOf(method: string, path: string): Promise<string | undefined> {
  const { operations } = await import('@cloudlink-center/spec/operations');
  return Object.entries(operations).find(([, one]) => one.method === method && one.path === path)?.[0];
}
