import { expect, test, vi } from 'vitest';
import { pollLock } from '../../src/internal/poll-lock.ts';
import { settle } from '../fake-center.ts';

const never = new AbortController().signal;

test('tries until the lock is free', async () => {
  let tries = 0;
  await pollLock(() => Promise.resolve(++tries === 3), 1000, never);
  expect(tries).toBe(3);
});

test('a try that stalls is given up after its time', async () => {
  const stalling = pollLock(() => new Promise(() => {}), 20, never);
  expect(await stalling.catch((error: unknown) => error)).toEqual(new Error('No answer within 20 ms'));
});

test('waiting ends with the reason of the signal', async () => {
  const mine = new AbortController();
  const waiting = pollLock(() => Promise.resolve(false), 1000, mine.signal);
  mine.abort('enough');
  await expect(waiting).rejects.toBe('enough');
});

test('nothing is tried for a signal that was aborted before', async () => {
  const tryLock = vi.fn(() => Promise.resolve(true));
  const error: unknown = await pollLock(tryLock, 1000, AbortSignal.abort('before')).catch(
    (one: unknown) => one,
  );
  expect(error).toBe('before');
  expect(tryLock).not.toHaveBeenCalled();
});

test.each([
  [0, 20],
  [0.5, 35],
  [1, 50],
])('with the random number %d the pause is %d ms', async (random, pause) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(Math, 'random').mockReturnValue(random);
  let tries = 0;
  const polling = pollLock(() => Promise.resolve(++tries === 2), 1000, never);
  await settle();
  vi.advanceTimersByTime(pause - 1);
  await settle();
  expect(tries).toBe(1);
  vi.advanceTimersByTime(1);
  await settle();
  expect(tries).toBe(2);
  await polling;
  vi.restoreAllMocks();
  vi.useRealTimers();
});
