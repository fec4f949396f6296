/**
 * Single-flight: runs one piece of work at a time, and all concurrent callers share its result.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { untilAborted } from './waiting.ts';

/** What the work gets. */
export interface Run {
  /** Aborted when all callers have stopped waiting, unless `onSent` was called. */
  readonly signal: AbortSignal;
  /** Starts the time limit of the callers. */
  readonly onAsking: () => void;
  /** From now on the work continues without callers, and later callers join it. */
  readonly onSent: () => void;
}

export interface SingleFlight<T> {
  readonly isRunning: () => boolean;
  /** Joins the current run, or starts one. `signal` ends the waiting of this caller only. */
  readonly join: (signal?: AbortSignal | null) => Promise<T>;
}

type Join<T> = SingleFlight<T>['join'];

/** @param timeout - How long each caller waits after `onAsking`, in milliseconds. */
export function singleFlight<T>(work: (run: Run) => Promise<T>, timeout: number): SingleFlight<T> {
  let current: Join<T> | undefined;

  function start(): Join<T> {
    const controller = new AbortController();
    const asking = Promise.withResolvers<void>();
    let waiting = 0;
    let isSent = false;
    const end = (): void => {
      if (current === join) current = undefined;
    };
    const onSent = (): void => {
      isSent = true;
    };
    const done = work({ signal: controller.signal, onAsking: asking.resolve, onSent }).finally(end);
    const leave = (): void => {
      waiting -= 1;
      if (waiting > 0 || isSent) return;
      end();
      controller.abort();
    };
    const join: Join<T> = (signal) => {
      waiting += 1;
      return untilAborted(limited(done, asking.promise, timeout), signal).finally(leave);
    };
    return join;
  }

  return {
    isRunning: () => current !== undefined,
    join: (signal) => (current ??= start())(signal),
  };
}

/** Settles as `work` does, or rejects when `timeout` milliseconds have passed after `start`. */
async function limited<T>(work: Promise<T>, start: Promise<void>, timeout: number): Promise<T> {
  await Promise.race([work, start]);
  const signal = AbortSignal.timeout(timeout);
  return untilAborted(work, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new AuthError('token_timeout', `No answer within ${timeout} ms`, { retryable: true });
  });
}
