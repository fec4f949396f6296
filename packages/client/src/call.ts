/**
 * One call: which node, how long, and its attempts one after the other. `exchange.ts` sends one attempt, `repetition.ts` decides about the next.
 *
 * @module
 */
import { type Call, type CallContext, eventOf, type Outcome, type Result } from './call-context.ts';
import { traitsOf } from './call-traits.ts';
import { CloudLinkError, isCloudLinkError } from './errors/cloudlink-error.ts';
import { exchange } from './exchange.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import { checkInit, type UntypedCall, type UntypedInit } from './path-calls.ts';
import { afterFailure } from './repetition.ts';
import { timeLimits } from './resilience/time-limits.ts';
import { TimeLimitReached, Timer } from './resilience/timer.ts';

const NO_INIT: UntypedInit = {};

export function createCall(context: CallContext): UntypedCall {
  let calls = 0;
  return (method, path, init, operationId) =>
    run(context, { number: (calls += 1), method, path, operationId, init: init ?? NO_INIT });
}

/** In one function, since most calls need one attempt, and every layer of promises would cost all of them time. */
async function run(context: CallContext, call: Call): Promise<Result> {
  const { method, path, init } = call;
  checkInit(path, init);
  const { nodes, hooks, budget } = context;
  const traits = traitsOf(method, path);
  const limits = timeLimits(traits, context.timeout, init.timeout);
  let node = init.node === undefined ? nodes.current() : nodes.named(init.node);
  const total = new Timer(limits.total, init.signal, limits.total >= limits.attempt);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const timer = new Timer(limits.attempt, total);
      const began = hooks.onResponse ? performance.now() : 0;
      if (hooks.onRequest) tell(hooks, 'onRequest', eventOf(call, attempt, node));
      let outcome: Outcome;
      try {
        outcome = await exchange(node, method, path, traits, init, timer);
      } catch (error) {
        outcome = failureOf(error, call, timer, total, limits.attempt);
      } finally {
        timer.stop();
      }
      if (hooks.onResponse) tellEnd(hooks, eventOf(call, attempt, node), outcome, performance.now() - began);
      if (!isCloudLinkError(outcome) && outcome.error === undefined) {
        budget.earn();
        return outcome;
      }
      const next = await afterFailure(context, call, traits, { attempt, node, outcome, total });
      if ('status' in next) return next;
      node = next;
    }
  } catch (error) {
    throw error instanceof TimeLimitReached && error === total.reason ? timedOut(call, limits.total) : error;
  } finally {
    total.stop();
  }
}

/** @throws the reason of an abort, or a mistake of the caller: neither is repeated. */
function failureOf(error: unknown, call: Call, timer: Timer, total: Timer, limit: number): CloudLinkError {
  total.throwIfEnded();
  if (error instanceof TimeLimitReached && error === timer.reason) return timedOut(call, limit);
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

function timedOut({ method, path }: Call, limit: number): CloudLinkError {
  const message = `${method} ${path} was not answered within ${String(limit)} ms. Whether it took effect is not known.`;
  return new CloudLinkError('timeout', message, { method, path });
}
