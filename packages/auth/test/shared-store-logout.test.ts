/** Signing out of a token that several processes share. */
import { expect, test, vi } from 'vitest';
import { KEY, setUp } from './processes-of-one-store.ts';

test('logout ends the session and empties the store', async () => {
  const { center, memory, make } = setUp();
  const source = make();
  await source.getToken();
  await source.logout();
  expect(center.apiRequests.map(({ method }) => method)).toEqual(['DELETE']);
  expect(memory.entries.size).toBe(0);
  expect(source.peek()).toBeUndefined();
});

test('a process that starts cold logs out the token of the store, and without one sends nothing', async () => {
  const { center, memory, make } = setUp();
  await make().getToken();
  await make().logout();
  expect(center.apiRequests[0]?.headers.get('authorization')).toBe('Bearer token-1');
  expect(memory.entries.size).toBe(0);
  await make().logout();
  expect(center.apiRequests).toHaveLength(1);
});

test('logout leaves a newer token of another process in the store', async () => {
  const { memory, make } = setUp();
  const source = make();
  await source.getToken();
  memory.entries.set(KEY, { token: { value: 'newer' }, lifetime: undefined });
  await source.logout();
  expect(memory.entries.get(KEY)?.token.value).toBe('newer');
});

test('a logout whose store is down still ends the session', async () => {
  const onStoreFailure = vi.fn();
  const { center, memory, make } = setUp({ onStoreFailure });
  const source = make();
  await source.getToken();
  memory.before = () => Promise.reject(new Error('down'));
  await source.logout();
  expect(center.apiRequests).toHaveLength(1);
  expect(source.peek()).toBeUndefined();
  expect(onStoreFailure).toHaveBeenCalledOnce();
});
