/** A store or a lock that fails, hangs, or holds what is of no use. */
import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { type AuthError } from '../src/index.ts';
import { settle, tokenAnswer } from './fake-center.ts';
import { KEY, setUp } from './processes-of-one-store.ts';

test.each([
  ['a string', 'token'],
  ['a token that no header takes', { value: 'a\nb' }],
  ['an end that is no date', { value: 'abc', expiresAt: 'soon' }],
  ['nothing of use', { expiresAt: 9e15 }],
])('%s in the store is as good as nothing', async (_, junk) => {
  const { memory, make } = setUp();
  // Whoever can write to a store can write anything.
  memory.entries.set(KEY, { token: junk as never, lifetime: 1 });
  expect((await make().getToken()).value).toBe('token-1');
});

test('a caller who leaves while the lock is held leaves alone', async () => {
  const { center, memory, make } = setUp();
  const release = await memory.lock?.(KEY, { lifetime: 1, signal: new AbortController().signal });
  const mine = new AbortController();
  const left = make().getToken(mine);
  const stays = make().getToken();
  await settle();
  mine.abort('enough');
  await expect(left).rejects.toBe('enough');
  await release?.();
  expect((await stays).value).toBe('token-1');
  expect(center.tokenRequests).toHaveLength(1);
});

test('a lock that comes after its caller has left is given back', async () => {
  const { center, memory, make } = setUp();
  const coming = Promise.withResolvers<() => Promise<void>>();
  const lock = vi.fn(() => coming.promise);
  memory.lock = lock;
  const mine = new AbortController();
  const left = make().getToken(mine);
  await expect.poll(() => lock.mock.calls.length).toBe(1);
  mine.abort('enough');
  await expect(left).rejects.toBe('enough');
  const release = vi.fn(() => Promise.resolve());
  coming.resolve(release);
  await settle();
  expect(release).toHaveBeenCalledOnce();
  expect(center.tokenRequests).toHaveLength(0);
});

test('a failed token request releases the lock', async () => {
  const { center, make } = setUp();
  center.answerToken = (_, count) =>
    count === 1 ? new Response(null, { status: 503 }) : tokenAnswer('fine');
  await expect(make().getToken()).rejects.toMatchObject({ status: 503 });
  expect((await make().getToken()).value).toBe('fine');
});

test.each(['get', 'lock', 'set', 'unlock'])(
  'a store that fails to %s is bypassed, with one warning until it has worked again',
  async (broken) => {
    const onStoreFailure = vi.fn<(error: AuthError) => void>();
    const { center, clock, memory, make } = setUp({ onStoreFailure });
    const fail = (operation: string) =>
      operation === broken ? Promise.reject(new Error(`down: token-1 ${'x'.repeat(30)}`)) : Promise.resolve();
    memory.before = fail;
    const source = make();
    expect((await source.getToken()).value).toBe('token-1');
    expect((await source.getToken()).value).toBe('token-1');
    expect(center.tokenRequests).toHaveLength(1);
    expect(onStoreFailure.mock.calls).toMatchObject([[{ code: 'store_failed', retryable: true }]]);
    expect(inspect(onStoreFailure.mock.calls, { depth: 9, showHidden: true })).not.toMatch(/x{20}/);
    memory.before = () => Promise.resolve();
    clock.pass(7_199_000);
    await source.getToken();
    memory.before = fail;
    clock.pass(7_199_000);
    await source.getToken();
    expect(onStoreFailure).toHaveBeenCalledTimes(2);
  },
);

test('a store that hangs is given up after its timeout', async () => {
  const onStoreFailure = vi.fn();
  const { memory, make } = setUp({ onStoreFailure, storeTimeout: 20 });
  memory.before = () => new Promise(() => {});
  expect((await make().getToken()).value).toBe('token-1');
  expect(onStoreFailure).toHaveBeenCalledOnce();
});

test('a hook that throws ends no sign-in', async () => {
  const { memory, make } = setUp({
    onStoreFailure: () => {
      throw new Error('in the hook');
    },
  });
  memory.before = () => Promise.reject(new Error('down'));
  expect((await make().getToken()).value).toBe('token-1');
});
