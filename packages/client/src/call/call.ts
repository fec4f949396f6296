/**
 * One call: which node, how long, and its attempts one after the other. `send-attempt.ts` sends one, `repetition.ts` decides about the next.
 *
 * @module
 */
import { CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
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
import { afterFailure } from './repetition.ts';
import { sendAttempt } from './send-attempt.ts';

const NO_INIT: UntypedInit = {};

export function createCall(context: CallContext, lifetime: Lifetime): UntypedCall {
  let calls = 0;
  return (method, path, init = NO_INIT, operationId) =>
    run(context, lifetime, { number: (calls += 1), method, path, operationId, init });
}

/** Counts calls, and refuses those that begin after the client was closed. */
export interface Lifetime {
  /** @throws CloudLinkError `closed`. */
  begin(): void;
  end(): void;
  /** Resolves when a failure may reach the caller, when that is not at once: see `client/lifetime.ts`. */
  readonly closing: Promise<void> | undefined;
}

/** In one function, since most calls need one attempt, and every layer of promises would cost all of them time. */
async function run(context: CallContext, lifetime: Lifetime, call: Call): Promise<Result> {
  const { method, path, init } = call;
  checkInit(path, init);
  const { nodes, hooks, budget } = context;
  const traits = traitsOf(method, path, context.tables?.traits);
  const limits = timeLimits(traits, context.timeout, init.timeout);
  let node = init.node === undefined ? nodes.current() : nodes.named(init.node);
  lifetime.begin();
  const total = new Timer(limits.total, init.signal, limits.total >= limits.attempt);
  let phase: Phase = 'sign-in';
  let hasSucceeded = false;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const sending = sendingOf(new Timer(limits.attempt, total), traits);
      const began = hooks.onResponse ? performance.now() : 0;
      if (hooks.onRequest) tell(hooks, 'onRequest', eventOf(call, attempt, node));
      let outcome: Outcome;
      try {
        outcome = await sendAttempt(node, context.middleware, call, traits, sending);
      } catch (error) {
        ({ phase } = sending);
        outcome = failureOf(error, call, sending, total, limits.attempt);
      } finally {
        sending.timer.stop();
      }
      if (hooks.onResponse) tellEnd(hooks, eventOf(call, attempt, node), outcome, performance.now() - began);
      if (!isCloudLinkError(outcome) && outcome.error === undefined) {
        budget.earn();
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
    if (!hasSucceeded && lifetime.closing !== undefined) await lifetime.closing;
  }
}

/** A file has no time limit as long as it makes progress. */
function sendingOf(timer: Timer, { binary }: CallTraits): Sending {
  return { timer, phase: 'sign-in', onProgress: binary ? () => timer.restart() : undefined };
}

/** @throws the reason of an abort, or a mistake of the caller: neither is repeated. */
function failureOf(
  error: unknown,
  call: Call,
  { timer, phase }: Sending,
  total: Timer,
  limit: number,
): CloudLinkError {
  total.throwIfEnded();
  if (error instanceof TimeLimitReached && error === timer.reason) return timedOut(call, limit, phase);
  if (isCloudLinkError(error)) return error;
  throw error;
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

/** What is known about a call whose time is up depends on how far it had got. */
function timedOut({ method, path }: Call, limit: number, phase: Phase): CloudLinkError {
  const what = `${method} ${path}`;
  const milliseconds = `${String(limit)} ms`;
  const messages: Readonly<Record<Phase, string>> = {
    'sign-in': `${what} was not sent: signing in took longer than ${milliseconds}.`,
    connect: `${what} was not sent: no connection was ready within ${milliseconds}.`,
    sent: `${what} was not answered within ${milliseconds}. Whether it took effect is not known.`,
  };
  return new CloudLinkError('timeout', messages[phase], { method, path, notSent: phase !== 'sent' });
}
