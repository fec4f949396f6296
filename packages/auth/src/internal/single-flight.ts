/**
 * One run of some work at a time, which everybody who asks meanwhile shares.
 *
 * @module
 */
import { untilAborted } from './waiting.ts';

export interface SingleFlight<T> {
  readonly isRunning: () => boolean;
  /** Joins the run under way, or starts one. `signal` ends only this caller's waiting. */
  readonly join: (signal?: AbortSignal | null) => Promise<T>;
}

/** @param work - Its signal is aborted when everybody who waited has left. */
export function singleFlight<T>(work: (signal: AbortSignal) => Promise<T>): SingleFlight<T> {
  let current: ((signal?: AbortSignal | null) => Promise<T>) | undefined;

  function start(): (signal?: AbortSignal | null) => Promise<T> {
    const controller = new AbortController();
    let waiting = 0;
    const end = (): void => {
      if (current === join) current = undefined;
    };
    const done = work(controller.signal).finally(end);
    const leave = (): void => {
      waiting -= 1;
      if (waiting > 0) return;
      end();
      controller.abort();
    };
    const join = (signal?: AbortSignal | null): Promise<T> => {
      waiting += 1;
      return untilAborted(done, signal).finally(leave);
    };
    return join;
  }

  return {
    isRunning: () => current !== undefined,
    join: (signal) => (current ??= start())(signal),
  };
}
