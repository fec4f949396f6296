/**
 * Ends a run early: after Ctrl+C or `--timeout`.
 *
 * @module
 */
import { CommandError } from './command-error.ts';

export interface Deadline {
  /** Aborted by Ctrl+C or the time limit. Its reason is the error to report. */
  readonly signal: AbortSignal;
  /** Starts the time limit. */
  start(seconds: string): void;
  stop(): void;
}

export function deadline(interrupt: AbortSignal): Deadline {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([interrupt, late.signal]),
    start(seconds) {
      clearTimeout(timer);
      timer = setTimeout(
        () => late.abort(new CommandError('timeout', `Timed out after ${seconds} s (--timeout).`)),
        milliseconds(seconds),
      );
    },
    stop: () => clearTimeout(timer),
  };
}

/** @throws CommandError unless it is a positive number. */
export function milliseconds(seconds: string): number {
  const value = Number(seconds);
  if (!(value > 0 && value < 2_000_000))
    throw new CommandError('usage', `--timeout ${seconds}: give seconds above 0.`);
  return value * 1000;
}

/** Rejects with the signal's reason as soon as it is aborted, even if the work ignores the signal. */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
