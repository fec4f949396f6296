import { expect, test, vi } from 'vitest';
import { type BrowserToken, createBrowserToken } from '../../src/internal/browser-token.ts';
import { waitForToken } from '../../src/internal/wait-for-token.ts';

/** A token that says how many listen to it. */
function listenedTo(): BrowserToken & { readonly listeners: () => number } {
  const token = createBrowserToken(undefined);
  const end = vi.fn();
  const subscribe = vi.fn((listener: Parameters<BrowserToken['subscribe']>[0]) => {
    const stop = token.subscribe(listener);
    return () => {
      end();
      stop();
    };
  });
  const { set, clear, change, peek } = token;
  const listeners = (): number => subscribe.mock.calls.length - end.mock.calls.length;
  return { state: token.state, isLeft: false, peek, set, clear, change, subscribe, listeners };
}

test('waiting ends with the token, and then nothing listens any more', async () => {
  const token = listenedTo();
  const waiting = waitForToken(token, 60_000, undefined);
  expect(token.listeners()).toBe(1);
  token.set({ value: 'a', lifetime: 60_000 });
  expect((await waiting).value).toBe('a');
  expect(token.listeners()).toBe(0);
});

test('a caller that has left stops listening', async () => {
  const token = listenedTo();
  const waiting = waitForToken(token, 60_000, AbortSignal.abort(new Error('left')));
  await expect(waiting).rejects.toThrow('left');
  expect(token.listeners()).toBe(0);
});
