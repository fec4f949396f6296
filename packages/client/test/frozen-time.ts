/**
 * Time that stands still until a test lets it pass, so that a busy machine reaches no time limit too early.
 * Only the client's timers stop: connections and servers go on.
 *
 * Give each test with frozen time limits of its own, of an attempt as well: limits of one length share a
 * timer, which may be one from before.
 */
import { vi } from 'vitest';

export interface FrozenTime extends Disposable {
  pass(milliseconds: number): Promise<void>;
}

export function freezeTime(): FrozenTime {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  return {
    pass: async (milliseconds) => void (await vi.advanceTimersByTimeAsync(milliseconds)),
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
}
