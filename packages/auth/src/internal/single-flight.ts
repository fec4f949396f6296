/**
 * One run of some work at a time, which everybody who asks meanwhile shares.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { untilAborted } from './waiting.ts';

/** A run, as its work sees it. */
export interface Run {
  /** Aborted when everybody who waited has left, unless the work goes on. */
  readonly signal: AbortSignal;
  /** From now on the time limit of those who wait counts. */
  readonly onAsking: () => void;
  /** From now on the work goes on when everybody has left, and whoever comes joins it. */
  readonly onSent: () => void;
}

export interface SingleFlight<T> {
  readonly isRunning: () => boolean;
  /** Joins the run under way, or starts one. `signal` ends only this caller's waiting. */
  readonly join: (signal?: AbortSignal | null) => Promise<T>;
}

type Join<T> = SingleFlight<T>['join'];

/** @param timeout - Milliseconds that each caller waits, from when the server is asked. */
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

/** Settles as `work` does, or rejects so many milliseconds after `start`. */
async function limited<T>(work: Promise<T>, start: Promise<void>, timeout: number): Promise<T> {
  await Promise.race([work, start]);
  const signal = AbortSignal.timeout(timeout);
  return untilAborted(work, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new AuthError('token_timeout', `No answer within ${timeout} ms`, { retryable: true });
  });
}
