import { afterEach, expect, test, vi } from 'vitest';
import { accountOf } from '../../src/internal/account.ts';
import type { Grant, Renewal } from '../../src/internal/grant.ts';
import { shareTokens } from '../../src/internal/share-tokens.ts';
import { REQUEST_LIMIT } from '../../src/internal/token-request.ts';
import { fakeClock, settle } from '../fake-center.ts';
import { memoryStore } from '../memory-store.ts';

const ROOT = 'https://clc.example.com/';
const KEY = 'https%3A%2F%2Fclc.example.com:robot:all:client_credentials';
const HOUR = 3_600_000;

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp({ locks = true } = {}) {
  const memory = memoryStore({ locks });
  const clock = fakeClock();
  const onStoreFailure = vi.fn();
  const ask = vi.fn((): Promise<Grant> => Promise.resolve({ value: 'asked', lifetime: HOUR }));
  const shared = shareTokens(memory, { storeTimeout: 5000, onStoreFailure }, ask, {
    root: ROOT,
    clientId: 'robot',
    scope: 'all',
    clock,
    account: accountOf(clock, ROOT, 'robot'),
  });
  const renew = (renewal: Partial<Renewal> = {}) =>
    shared.renew({
      signal: new AbortController().signal,
      onAsking: () => {},
      onSent: () => {},
      ...renewal,
    });
  const leave = (value: string, repeated?: boolean) =>
    memory.set(KEY, { value, repeated, expiresAt: clock.now() + HOUR }, HOUR);
  return { memory, clock, onStoreFailure, ask, shared, renew, leave };
}

test.each<[string, { repeated?: boolean; renewal: Partial<Renewal> }, string]>([
  ['another token', { renewal: { current: 'old', rejected: 'older' } }, 'stored'],
  ['the own token', { renewal: { current: 'stored' } }, 'asked'],
  ['the own token, which is the last', { repeated: true, renewal: { current: 'stored' } }, 'stored'],
  ['the token that was rejected', { renewal: { rejected: 'stored' } }, 'asked'],
])('of a store with %s', async (_, { repeated, renewal }, expected) => {
  const { memory, renew, leave } = setUp();
  await leave('stored', repeated);
  const lock = vi.spyOn(memory, 'lock');
  expect((await renew(renewal)).value).toBe(expected);
  expect(lock).toHaveBeenCalledTimes(expected === 'stored' ? 0 : 1);
});

test('what is in the store is shown with its end', async () => {
  const { clock, shared, leave } = setUp();
  expect(await shared.peek()).toBeUndefined();
  await leave('stored');
  expect(await shared.peek()).toEqual({ value: 'stored', expiresAt: clock.now() + HOUR });
});

test('what the previous owner of the lock has stored is taken', async () => {
  const { memory, ask, renew, leave } = setUp();
  memory.before = async (operation) => {
    if (operation === 'lock') await leave('stored');
  };
  expect((await renew()).value).toBe('stored');
  expect(ask).not.toHaveBeenCalled();
});

test('nothing is asked when the callers have left while the lock was taken', async () => {
  const { memory, ask, renew, onStoreFailure } = setUp();
  const callers = new AbortController();
  memory.before = (operation) => {
    if (operation === 'lock') callers.abort('enough');
    return Promise.resolve();
  };
  expect(await renew({ signal: callers.signal }).catch((error: unknown) => error)).toBe('enough');
  expect(ask).not.toHaveBeenCalled();
  expect(onStoreFailure).not.toHaveBeenCalled();
});

test('callers that leave end the waiting for a lock, which is no failure of the store', async () => {
  const { memory, renew, onStoreFailure } = setUp();
  const callers = new AbortController();
  const unlock = vi.fn(() => Promise.resolve());
  const taken = Promise.withResolvers<() => Promise<void>>();
  const asked = Promise.withResolvers<void>();
  memory.lock = () => {
    asked.resolve();
    return taken.promise;
  };
  const renewing = renew({ signal: callers.signal }).catch((error: unknown) => error);
  await asked.promise;
  callers.abort('enough');
  await settle();
  expect(await Promise.race([renewing, settle()])).toBe('enough');
  expect(onStoreFailure).not.toHaveBeenCalled();
  taken.resolve(unlock);
  await settle();
  expect(unlock).toHaveBeenCalledOnce();
});

test('a token that the server repeats is stored as the last one, and a rejected one is not', async () => {
  const { memory, renew } = setUp();
  await renew({ rejected: 'asked' });
  expect(memory.entries.size).toBe(0);
  await renew({ current: 'old' });
  expect(memory.entries.get(KEY)?.token).not.toHaveProperty('repeated');
  await renew({ current: 'asked' });
  expect(memory.entries.get(KEY)?.token.repeated).toBe(true);
});

test('a store without a lock has nothing to give back', async () => {
  const { renew, onStoreFailure } = setUp({ locks: false });
  expect((await renew()).value).toBe('asked');
  expect(onStoreFailure).not.toHaveBeenCalled();
});

test('a lock is held for longer than a request takes, and waited for until it must have ended', async () => {
  const { memory, renew } = setUp();
  const lock = vi.spyOn(memory, 'lock');
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  await renew();
  const lifetime = REQUEST_LIMIT + 15_000;
  expect(lock).toHaveBeenCalledWith(KEY, { lifetime, signal: expect.any(AbortSignal) });
  expect(timeout).toHaveBeenCalledWith(lifetime + 5000);
});

test('only the given token is removed from the store', async () => {
  const { memory, shared, leave } = setUp();
  await shared.forget({ value: 'stored', expiresAt: undefined });
  await leave('stored');
  await shared.forget({ value: 'another', expiresAt: undefined });
  expect(memory.entries.size).toBe(1);
  await shared.forget({ value: 'stored', expiresAt: undefined });
  expect(memory.entries.size).toBe(0);
});

test('the lifetime of an asked token counts from the start of the renewal', async () => {
  const { memory, clock, renew } = setUp();
  memory.before = (operation) => {
    if (operation === 'lock') clock.pass(1000);
    return Promise.resolve();
  };
  expect(await renew()).toEqual({ value: 'asked', lifetime: HOUR + 1000 });
});

test('a lock that fails is told, and the token is asked without it', async () => {
  const { memory, renew, onStoreFailure } = setUp();
  memory.lock = () => Promise.reject(new Error('down'));
  expect((await renew()).value).toBe('asked');
  expect(onStoreFailure).toHaveBeenCalledOnce();
});
