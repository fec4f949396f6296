/**
 * Runs one call: chooses the node, applies the time limits and makes the attempts. `send-attempt.ts` makes
 * one attempt, and `repetition.ts` decides about the next.
 *
 * @module
 */
import { type CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { type CallEvent, type Hooks, tell } from '../hooks/hooks.ts';
import { timeLimits } from '../resilience/time-limits.ts';
import { TimeLimitReached, Timer } from '../resilience/timer.ts';
import type { Phase, Sending } from '../transport/transport.ts';
import {
  type Call,
  type CallContext,
  eventOf,
  type Outcome,
  type Result,
  type UntypedCall,
  type UntypedInit,
} from './call-context.ts';
import { type CallTraits, traitsOf } from './call-traits.ts';
import { checkInit } from './check-init.ts';
import { checkQuery } from './check-query.ts';
import { afterFailure, leaveSilentNode, trialNode } from './repetition.ts';
import { attemptFailure, sendAttempt } from './send-attempt.ts';
import { timedOut } from './timed-out.ts';

const NO_INIT: UntypedInit = {};

export function createCall(context: CallContext, lifetime: Lifetime): UntypedCall {
  let calls = 0;
  return (method, path, init = NO_INIT, operationId) =>
    run(context, lifetime, { number: (calls += 1), method, path, operationId, init });
}

/** Counts running calls, and refuses calls after the client was closed. */
export interface Lifetime {
  /** @throws CloudLinkError `closed`. */
  begin(): void;
  end(): void;
  /** Set while a failure must be held back. Resolves when it may reach the caller; see `client/lifetime.ts`. */
  readonly closing: Promise<void> | undefined;
}

/**
 * One function, because most calls need one attempt, and each further layer of promises would slow down all
 * of them.
 */
async function run(context: CallContext, lifetime: Lifetime, call: Call): Promise<Result> {
  const { method, path, init } = call;
  checkInit(path, init);
  if (init.params?.query !== undefined) await checkQuery(method, path, init.params.query, context.tables);
  const { nodes, hooks, budget } = context;
  const traits = traitsOf(method, path, context.tables);
  const limits = timeLimits(traits, context.timeout, init.timeout);
  let node = init.node === undefined ? nodes.current() : nodes.named(init.node);
  lifetime.begin();
  const total = new Timer(limits.total, init.signal, limits.total >= limits.attempt);
  let phase: Phase = 'sign-in';
  let hasSucceeded = false;
  try {
    if (init.node === undefined && nodes.isTrialDue())
      node = (await trialNode(context, call, traits)) ?? nodes.current();
    for (let attempt = 1; ; attempt += 1) {
      const sending = sendingOf(new Timer(limits.attempt, total), traits);
      const began = hooks.onResponse ? performance.now() : 0;
      if (hooks.onRequest) tell(hooks, 'onRequest', eventOf(call, attempt, node));
      let outcome: Outcome;
      try {
        outcome = await sendAttempt(node, context.middleware, call, traits, sending);
      } catch (error) {
        ({ phase } = sending);
        if (total.ended && isTimeOut(total.reason))
          await leaveSilentNode(context, call, traits, node, timedOut(call, limits.total, phase));
        outcome = failureOf(attemptFailure(error, call, sending), call, sending, total, limits.attempt);
      } finally {
        sending.timer.stop();
      }
      if (hooks.onResponse) tellEnd(hooks, eventOf(call, attempt, node), outcome, performance.now() - began);
      if (!isCloudLinkError(outcome) && outcome.error === undefined) {
        budget.earn();
        nodes.worked(node);
        hasSucceeded = true;
        return outcome;
      }
      const next = await afterFailure(context, call, traits, { attempt, node, outcome, total });
      if ('status' in next) return next;
      node = next;
    }
  } catch (error) {
    throw error instanceof TimeLimitReached && error === total.reason
      ? timedOut(call, limits.total, phase)
      : error;
  } finally {
    total.stop();
    lifetime.end();
    if (!hasSucceeded) await lifetime.closing;
  }
}

/** A file has no time limit while it makes progress. */
function sendingOf(timer: Timer, { binary }: CallTraits): Sending {
  return { timer, phase: 'sign-in', onProgress: binary ? () => timer.restart() : undefined };
}

/** @throws the abort reason, or a mistake of the caller. Neither is retried. */
function failureOf(
  error: unknown,
  call: Call,
  { timer, phase }: Sending,
  total: Timer,
  limit: number,
): CloudLinkError {
  total.throwIfEnded();
  if (error instanceof TimeLimitReached && error === timer.reason) return timedOut(call, limit, phase);
  if (!isCloudLinkError(error)) throw error;
  // Only our own phase proves that nothing was sent: a caller's middleware may throw the error of another
  // call.
  return error.notSent && phase === 'sent' ? withDetails(error, { notSent: false }) : error;
}

/** Whether the reason is one of our own time limits, or that of `AbortSignal.timeout`. */
function isTimeOut(reason: unknown): boolean {
  if (reason instanceof TimeLimitReached) return true;
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}

function tellEnd(hooks: Hooks, event: CallEvent, outcome: Outcome, duration: number): void {
  const error = isCloudLinkError(outcome) ? outcome : outcome.error;
  const { status } = outcome;
  tell(hooks, 'onResponse', {
    ...event,
    duration,
    ...(status !== undefined && { status }),
    ...(error && { error }),
  });
}
