/**
 * Closes a client: running calls end on their own, and new calls are refused.
 *
 * @module
 */
import type { Lifetime } from '../call/call.ts';
import { closedError } from '../errors/closed.ts';

export interface ClientLifetime extends Lifetime {
  /**
   * Aborts when the client is closed, with the error that later calls get. For code that waits between two
   * calls.
   */
  readonly signal: AbortSignal;
  /**
   * Refuses new calls, waits for running calls, and then runs `finish`.
   *
   * A call that fails meanwhile rejects only after `finish` has ended. With `return center.machines.list()`
   * under `await using`, nobody handles the rejection before that, and an unhandled rejection would end the
   * process.
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
      // A new error each time, so that the stack is that of the caller.
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
