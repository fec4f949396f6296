/** The timers of calls, on a clock that the tests move. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pause, TimeLimitReached, Timer } from '../src/resilience/timer.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  // What still runs would never end on the clock of the next test.
  vi.runAllTimers();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function listened(timer: Timer) {
  const onTimerEnd = vi.fn<(reason: unknown) => void>();
  timer.tell({ onTimerEnd });
  return onTimerEnd;
}

test('ends when its time is up, and tells its listener, its signal and who asks', () => {
  const timer = new Timer(1000);
  const ended = listened(timer);
  const { signal } = timer;
  vi.advanceTimersByTime(999);
  expect([timer.ended, signal.aborted]).toEqual([false, false]);
  expect(() => timer.throwIfEnded()).not.toThrow();
  vi.advanceTimersByTime(1);
  expect(timer.reason).toBeInstanceOf(TimeLimitReached);
  expect(ended.mock.calls).toEqual([[timer.reason]]);
  expect(signal.reason).toBe(timer.reason);
  expect(() => timer.throwIfEnded()).toThrow(TimeLimitReached);
  expect(listened(timer)).toHaveBeenCalledWith(timer.reason);
  expect(timer.signal.aborted).toBe(true);
  expect(new Timer(1000, timer).reason).toBe(timer.reason);
  timer.tell(undefined);
});

test('a signal that is asked for after the end is aborted', () => {
  const timer = new Timer(10);
  vi.advanceTimersByTime(10);
  expect(timer.signal.reason).toBe(timer.reason);
});

test('timers of one length end one after the other, with one timer of the runtime', () => {
  const first = new Timer(1000);
  vi.advanceTimersByTime(400);
  const second = new Timer(1000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(600);
  expect([first.ended, second.ended]).toEqual([true, false]);
  vi.advanceTimersByTime(399);
  expect(second.ended).toBe(false);
  vi.advanceTimersByTime(1);
  expect(second.ended).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a timer that starts while others of its length run has no timer of the runtime of its own', () => {
  const timers = [new Timer(1000)];
  vi.advanceTimersByTime(400);
  timers.push(new Timer(1000));
  vi.advanceTimersByTime(600);
  timers.push(new Timer(1000));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(timers.map(({ ended }) => ended)).toEqual([true, true, true]);
});

test('the timer of the runtime keeps the process alive only while a timer of that length runs', () => {
  const started = vi.spyOn(globalThis, 'setTimeout');
  const isKept = (): boolean | undefined => started.mock.results[0]?.value.hasRef();
  const first = new Timer(1000);
  const second = new Timer(1000);
  first.stop();
  expect(isKept()).toBe(true);
  second.stop();
  expect(isKept()).toBe(false);
  const third = new Timer(1000);
  expect(isKept()).toBe(true);
  second.stop();
  expect(isKept()).toBe(true);
  vi.advanceTimersByTime(1000);
  expect([first.ended, second.ended, third.ended]).toEqual([false, false, true]);
});

test('works in a browser, where timers are numbers', () => {
  const start = setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, milliseconds: number) => Number(start(run, milliseconds)));
  const first = new Timer(1000);
  first.stop();
  const second = new Timer(1000);
  vi.advanceTimersByTime(1000);
  expect([first.ended, second.ended]).toEqual([false, true]);
});

test('nothing is kept of a length that no timer has any more', () => {
  const set = vi.spyOn(Map.prototype, 'set');
  const timer = new Timer(1234.5);
  // The only map with this key is that of the lengths.
  const lengths = set.mock.contexts[set.mock.calls.findIndex(([key]) => key === 1234.5)];
  expect(lengths).toContainEqual([1234.5, expect.anything()]);
  vi.advanceTimersByTime(1235);
  expect(timer.ended).toBe(true);
  expect(lengths).not.toContainEqual([1234.5, expect.anything()]);
});

test('a timer that was stopped never ends', () => {
  const mine = new AbortController();
  const timer = new Timer(1000, mine.signal);
  const ended = listened(timer);
  timer.stop();
  vi.advanceTimersByTime(2000);
  mine.abort();
  expect(ended).not.toHaveBeenCalled();
  expect(timer.ended).toBe(false);
});

test('ends with the signal of its caller', () => {
  const mine = new AbortController();
  const timer = new Timer(1000, mine.signal);
  const ended = listened(timer);
  mine.abort('mine');
  expect(ended.mock.calls).toEqual([['mine']]);
  vi.advanceTimersByTime(1000);
  expect(timer.reason).toBe('mine');
  expect(new Timer(1000, mine.signal).reason).toBe('mine');
});

test('ends with the timer above it, until it is stopped', () => {
  const total = new Timer(1000);
  const first = new Timer(5000, total);
  first.stop();
  const second = new Timer(5000, total);
  const ended = listened(second);
  vi.advanceTimersByTime(1000);
  expect(ended.mock.calls).toEqual([[total.reason]]);
  expect(first.ended).toBe(false);
});

test('ends before the timer above it', () => {
  const total = new Timer(5000);
  const attempt = new Timer(1000, total);
  const ended = listened(attempt);
  vi.advanceTimersByTime(1000);
  expect([attempt.ended, total.ended]).toEqual([true, false]);
  const { reason } = attempt;
  vi.advanceTimersByTime(4000);
  expect([total.ended, attempt.reason, ended.mock.calls]).toEqual([true, reason, [[reason]]]);
});

test('a restart counts anew, and stops the time above it, not its end', () => {
  const mine = new AbortController();
  const total = new Timer(1500, mine.signal);
  const attempt = new Timer(1000, total);
  vi.advanceTimersByTime(900);
  attempt.restart();
  vi.advanceTimersByTime(900);
  expect([attempt.ended, total.ended]).toEqual([false, false]);
  mine.abort('mine');
  expect(attempt.reason).toBe('mine');
  vi.advanceTimersByTime(5000);
  attempt.restart();
  expect(vi.getTimerCount()).toBe(0);
});

test.each<[string, () => Timer]>([
  ['without a limit', () => new Timer(Infinity)],
  ['under one that has not begun', () => new Timer(Infinity, new Timer(1000, undefined, true))],
])('a timer %s can be restarted and stopped', (_, make) => {
  const timer = make();
  timer.restart();
  timer.stop();
  expect([timer.ended, vi.getTimerCount()]).toEqual([false, 0]);
});

test('after a restart the time is up at its end', () => {
  const attempt = new Timer(1000);
  vi.advanceTimersByTime(900);
  attempt.restart();
  vi.advanceTimersByTime(999);
  expect(attempt.ended).toBe(false);
  vi.advanceTimersByTime(1);
  expect(attempt.ended).toBe(true);
});

test('a deferred timer counts from its making, and watches once it has begun', () => {
  const total = new Timer(1000, undefined, true);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(400);
  total.begin();
  vi.advanceTimersByTime(599);
  expect(total.ended).toBe(false);
  total.begin();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(total.ended).toBe(true);
  total.begin();
  expect(vi.getTimerCount()).toBe(0);
});

test('a deferred timer whose time is up ends as soon as it begins', () => {
  const total = new Timer(1000, undefined, true);
  vi.advanceTimersByTime(1500);
  expect(total.ended).toBe(false);
  total.begin();
  vi.advanceTimersByTime(1);
  expect(total.ended).toBe(true);
});

test('a time that no timer can count is none', () => {
  const timer = new Timer(2 ** 31);
  const longest = new Timer(2 ** 31 - 1);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2 ** 31);
  expect([timer.ended, longest.ended]).toEqual([false, true]);
});

test('a pause ends after its time, and leaves nothing behind', async () => {
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, 'removeEventListener');
  const ended = vi.fn<() => void>();
  const pausing = pause(1000, signal).then(ended);
  await vi.advanceTimersByTimeAsync(999);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await pausing;
  expect(removed).toHaveBeenCalledTimes(1);
});

test('a pause ends with the reason of the signal, and its timer with it', async () => {
  const mine = new AbortController();
  const pausing = pause(1000, mine.signal);
  mine.abort('mine');
  await expect(pausing).rejects.toBe('mine');
  expect(vi.getTimerCount()).toBe(0);
  await expect(pause(1000, mine.signal)).rejects.toBe('mine');
});

test('a pause without a signal, and one that no timer can count', async () => {
  const ended = vi.fn<() => void>();
  const both = [pause(1, undefined), pause(2 ** 40, undefined).then(ended)];
  await vi.advanceTimersByTimeAsync(1);
  await both[0];
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2 ** 31);
  expect(ended).toHaveBeenCalled();
});
