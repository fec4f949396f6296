import { expect, test, vi } from 'vitest';
import { untilAborted } from '../../src/internal/waiting.ts';

test('settles as the work does, and leaves no listener behind', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done');
  await expect(untilAborted(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
  expect(removed.mock.calls).toEqual(added.mock.calls.map(([type, listener]) => [type, listener]));
});

test('rejects with the reason of the signal, now or later', async () => {
  const never = new Promise<never>(() => {});
  const later = new AbortController();
  const waiting = untilAborted(never, later.signal);
  later.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  await expect(untilAborted(never, AbortSignal.abort('before'))).rejects.toBe('before');
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
