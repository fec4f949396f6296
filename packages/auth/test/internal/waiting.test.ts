import { expect, test, vi } from 'vitest';
import { pauseFor, untilAborted, withinTime } from '../../src/internal/waiting.ts';
import { settle } from '../fake-center.ts';

const late = () => new Error('late');

/** How the promise settles, or 'pending'. */
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise.catch((error: unknown) => error), settle().then(() => 'pending')]);

test('settles as the work does, and leaves no listener behind', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done');
  for (const none of [undefined, null])
    expect(await outcome(untilAborted(Promise.resolve('done'), none))).toBe('done');
  await expect(untilAborted(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
  expect(removed.mock.calls).toEqual(added.mock.calls.map(([type, listener]) => [type, listener]));
});

test('rejects with the reason of the signal, now or later', async () => {
  const never = new Promise<never>(() => {});
  const later = new AbortController();
  const waiting = untilAborted(never, later.signal);
  later.abort('enough');
  expect(await outcome(waiting)).toBe('enough');
  expect(await outcome(untilAborted(never, AbortSignal.abort('before')))).toBe('before');
});

test('a failure of work that nobody waits for any more is no unhandled rejection', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const work = Promise.withResolvers<never>();
  await expect(untilAborted(work.promise, AbortSignal.abort('enough'))).rejects.toBe('enough');
  work.reject(new Error('late'));
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a time limit rejects in time, and leaves no timer behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const waiting = withinTime(new Promise(() => {}), 20, late);
  vi.advanceTimersByTime(19);
  expect(await outcome(waiting)).toBe('pending');
  vi.advanceTimersByTime(1);
  expect(await outcome(waiting)).toEqual(late());
  expect(await outcome(withinTime(Promise.resolve('done'), 20, late))).toBe('done');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a pause ends by its time or its signal, and leaves neither timer nor listener behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const controller = new AbortController();
  const added = vi.spyOn(controller.signal, 'addEventListener');
  const removed = vi.spyOn(controller.signal, 'removeEventListener');
  const first = pauseFor(20, controller.signal);
  vi.advanceTimersByTime(19);
  expect(await outcome(first)).toBe('pending');
  vi.advanceTimersByTime(1);
  expect(await outcome(first)).toBeUndefined();
  const second = pauseFor(20, controller.signal);
  controller.abort();
  expect(await outcome(second)).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  expect(removed.mock.calls).toEqual(added.mock.calls);
  expect(added).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
