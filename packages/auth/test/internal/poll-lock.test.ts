import { expect, test } from 'vitest';
import { pollLock } from '../../src/internal/poll-lock.ts';

const never = new AbortController().signal;

test('tries until the lock is free', async () => {
  let tries = 0;
  await pollLock(() => Promise.resolve(++tries === 3), 1000, never);
  expect(tries).toBe(3);
});

test('a try that stalls is given up after its time', async () => {
  const stalling = pollLock(() => new Promise(() => {}), 20, never);
  await expect(stalling).rejects.toThrow('No answer within 20 ms');
});

test('waiting ends with the reason of the signal', async () => {
  const mine = new AbortController();
  const waiting = pollLock(() => Promise.resolve(false), 1000, mine.signal);
  mine.abort('enough');
  await expect(waiting).rejects.toBe('enough');
});
