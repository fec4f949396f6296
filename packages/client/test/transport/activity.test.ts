/** When the connections of a closed client may end. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createActivity } from '../../src/transport/activity.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function running(count: number) {
  const activity = createActivity();
  for (let begun = 0; begun < count; begun += 1) activity.begin();
  const finish = vi.fn<() => void>();
  activity.finishWhenIdle(1000, finish);
  return { activity, finish };
}

test('finishes at once when nothing is running', () => {
  expect(running(0).finish).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test('finishes with the last exchange, once', () => {
  const { activity, finish } = running(2);
  activity.end();
  expect(finish).not.toHaveBeenCalled();
  activity.end();
  expect(finish).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
  activity.begin();
  activity.end();
  expect(finish).toHaveBeenCalledOnce();
});

test('finishes when no exchange has made progress for some time', () => {
  const { activity, finish } = running(1);
  for (let count = 0; count < 3; count += 1) {
    activity.progress();
    vi.advanceTimersByTime(1000);
  }
  expect(finish).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(finish).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
  activity.end();
  expect(finish).toHaveBeenCalledOnce();
});

test('exchanges that end before it is asked leave nothing to wait for', () => {
  const activity = createActivity();
  activity.begin();
  activity.end();
  const finish = vi.fn<() => void>();
  activity.finishWhenIdle(1000, finish);
  expect(finish).toHaveBeenCalledOnce();
});
