import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type Attempt,
  isOurState,
  keepAttempt,
  newState,
  takeAttempt,
} from '../../src/internal/sign-in-attempts.ts';
import { APP, leavePages, loadPage, tabStorage } from '../page.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  leavePages();
});

test('a state tells the way and has 256 bits, and only such a one is ours', () => {
  const [redirect, popup] = [newState('redirect'), newState('popup')];
  expect(redirect).toMatch(/^r[0-9a-f]{64}$/);
  expect(popup).toMatch(/^p[0-9a-f]{64}$/);
  expect(newState('popup')).not.toBe(popup);
  for (const state of [redirect, popup]) expect(isOurState(state), state).toBe(true);
  const hex = '0'.repeat(64);
  for (const state of [null, '', 'p', 'p0', `x${hex}`, `rp${hex}`, `p${hex}0`, `p${'g'.repeat(64)}`])
    expect(isOurState(state), String(state)).toBe(false);
});

test('an attempt is taken once, by whoever wants it, within 15 minutes', () => {
  const storage = tabStorage();
  loadPage(APP, storage);
  const attempt: Attempt = { state: newState('redirect'), origin: APP, returnTo: APP, at: Date.now() };
  expect(takeAttempt(() => true)).toBeUndefined();
  keepAttempt(attempt);
  vi.advanceTimersByTime(15 * 60_000 - 1);
  expect(takeAttempt(() => false)).toBeUndefined();
  expect(takeAttempt(({ state }) => state === attempt.state)).toEqual(attempt);
  expect(takeAttempt(() => true)).toBeUndefined();
  keepAttempt(attempt);
  vi.advanceTimersByTime(1);
  expect(takeAttempt(() => true)).toBeUndefined();
  expect(storage.items.size).toBe(0);
  storage.denied = 'all';
  expect(takeAttempt(() => true)).toBeUndefined();
});
