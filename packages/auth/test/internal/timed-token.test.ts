import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { timedToken } from '../../src/internal/timed-token.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(lifetime: number) {
  const onEnding = vi.fn();
  const token = timedToken(onEnding);
  token.hold({ value: 'a-token', lifetime });
  return { onEnding, token };
}

test('there is a token until the moment of its end', () => {
  const { token } = setUp(50_000);
  expect(token.peek()).toMatchObject({ value: 'a-token', expiresAt: Date.now() + 50_000 });
  vi.advanceTimersByTime(49_999);
  expect(token.peek()?.value).toBe('a-token');
  vi.advanceTimersByTime(1);
  expect(token.peek()).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('the end is announced 30 s ahead, or a tenth of a short lifetime, though nobody looks', () => {
  const rows: [number, number][] = [
    [600_000, 570_000],
    [300_000, 270_000],
    [50_000, 45_000],
    [60_000, 55_000],
    [1000, 1000],
  ];
  for (const [lifetime, at] of rows) {
    const { onEnding, token } = setUp(lifetime);
    token.peek();
    vi.advanceTimersByTime(at - 1);
    expect(onEnding, `${lifetime} ms, before`).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onEnding, `${lifetime} ms`).toHaveBeenCalledTimes(1);
    token.drop();
  }
});

test('one timer runs, however often somebody looks, and none for no token or one without an end', () => {
  const { token } = setUp(60_000);
  token.peek();
  token.peek();
  expect(vi.getTimerCount()).toBe(1);
  token.drop();
  expect(vi.getTimerCount()).toBe(0);
  expect(token.peek()).toBeUndefined();
  const endless = setUp(Infinity);
  expect(endless.token.peek()).toMatchObject({ value: 'a-token', expiresAt: undefined });
  expect(vi.getTimerCount()).toBe(0);
  expect(endless.onEnding).not.toHaveBeenCalled();
});
