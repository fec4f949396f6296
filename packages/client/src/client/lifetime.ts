/**
 * From the first call to the end: calls that have begun when a client is closed come to their own end, and no others begin.
 *
 * @module
 */
import type { Lifetime } from '../call/call.ts';
import { closedError } from '../errors/closed.ts';

export interface ClientLifetime extends Lifetime {
  /** Aborts when the client is closed, with the error that a later call would get: for what waits between two calls. */
  readonly signal: AbortSignal;
  /**
   * Refuses calls from now on, waits for those that have begun, and then runs `finish`.
   *
   * A call that fails meanwhile is held back until `finish` has ended. Whoever wrote `return center.machines.list()` under `await using` gets to
   * hear of it only then, and a promise that rejects while nobody listens ends the process.
   */
  close(finish: () => Promise<void> | void): Promise<void>;
}

export function createLifetime(): ClientLifetime {
  const controller = new AbortController();
  let running = 0;
  let drained: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  const closeWith = async (finish: () => Promise<void> | void): Promise<void> => {
    controller.abort(closedError());
    if (running > 0) await new Promise<void>((resolve) => (drained = resolve));
    await finish();
  };
  return {
    signal: controller.signal,
    begin() {
      // Each with a stack of its own.
      if (closing !== undefined) throw closedError();
      running += 1;
    },
    end() {
      running -= 1;
      if (running === 0) drained?.();
    },
    get closing() {
      return closing?.catch(() => {});
    },
    close: (finish) => (closing ??= closeWith(finish)),
  };
}
