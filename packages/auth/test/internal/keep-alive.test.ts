import { afterEach, expect, test, vi } from 'vitest';
import { keepAlive } from '../../src/internal/keep-alive.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('extends four times per lease whatever comes of it, until it is stopped', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const extend = vi.fn(() => Promise.reject(new Error('lost')));
  const stop = keepAlive(4000, extend);
  await vi.advanceTimersByTimeAsync(999);
  expect(extend).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(3001);
  expect(extend).toHaveBeenCalledTimes(4);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('does not keep the process alive', () => {
  const timers = vi.spyOn(globalThis, 'setInterval');
  const stop = keepAlive(1e6, () => Promise.resolve());
  const keeping = timers.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef());
  stop();
  expect(keeping).toEqual([false]);
});
