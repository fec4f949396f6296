import KeyvRedis, { type RedisClientType } from '@keyv/redis';
import { Keyv } from 'keyv';
import { describe, expect, test, vi } from 'vitest';
import { clientCredentials } from '../src/index.ts';
import { type KeyvLike, keyvStore } from '../src/keyv-store.ts';
import { CREDENTIALS, fakeCenter, ORIGIN, tokenAnswer } from './fake-center.ts';
import { Keyv as Keyv6, KeyvRedis as KeyvRedis6 } from '@cloudlink-center/testing/keyv-6';
import { startRedis } from '@cloudlink-center/testing/redis-server';

const KEY = 'https%3A%2F%2Fclc.example.com:robot:all:client_credentials';

function setUp(keyv: KeyvLike, storeTimeout = 10_000) {
  const center = fakeCenter();
  const onStoreFailure = vi.fn();
  const store = keyvStore(keyv, { onStoreFailure, storeTimeout });
  const make = () => clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, store });
  return { center, onStoreFailure, store, make };
}

const socket = (path: string) => ({ socket: { path, tls: false as const } });
const never = new AbortController().signal;
const fail = (): Promise<never> => Promise.reject(new Error('down'));

test.each<[string, KeyvLike]>([
  ['5', new Keyv()],
  ['6', new Keyv6()],
])('any Keyv %s shares a token; without Redis there is no lock', async (_, keyv) => {
  const { center, make, store } = setUp(keyv);
  await make().getToken();
  expect((await make().getToken()).value).toBe('token-1');
  expect(await keyv.get(KEY)).toEqual({ value: 'token-1', expiresAt: expect.any(Number) });
  expect(center.tokenRequests).toHaveLength(1);
  expect(store.lock).toBeUndefined();
  await make().logout();
  expect(await keyv.get(KEY)).toBeUndefined();
});

describe.each<[string, (path: string) => KeyvLike & { disconnect(): Promise<unknown> }]>([
  ['5', (path: string) => new Keyv(new KeyvRedis(socket(path)))],
  ['6', (path: string) => new Keyv6(new KeyvRedis6(socket(path)))],
])('Keyv %s with its Redis adapter', (_, overRedis) => {
  test('in Redis a token ends by itself, and the lock is gone afterwards', async () => {
    await using redis = await startRedis();
    const keyv = overRedis(redis.path);
    const { make } = setUp(keyv);
    await make().getToken();
    // What the adapter was given above is a client of one server.
    const client = (await (keyv.store as KeyvRedis<unknown>).getClient()) as RedisClientType;
    const keys = await client.keys('*');
    expect(keys).toHaveLength(1);
    const left = await client.pTTL(keys[0] ?? '');
    expect(left).toBeGreaterThan(7_000_000);
    expect(left).toBeLessThanOrEqual(7_199_000);
    await keyv.disconnect();
  });

  test('a lock in Redis ends by itself when its process has died, and only its owner gives it back', async () => {
    await using redis = await startRedis();
    const [dead, keyv] = [overRedis(redis.path), overRedis(redis.path)];
    const first = await setUp(dead).store.lock?.('key', { lifetime: 2_000, signal: never });
    const { store } = setUp(keyv);
    // Longer than its lease: it is extended while it is held.
    await expect(store.lock?.('key', { lifetime: 1, signal: AbortSignal.timeout(3_000) })).rejects.toThrow();
    await dead.disconnect();
    const second = await store.lock?.('key', { lifetime: 60_000, signal: never });
    await expect(first?.()).rejects.toThrow();
    await expect(store.lock?.('key', { lifetime: 1, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await second?.();
    expect(await store.lock?.('key', { lifetime: 1, signal: AbortSignal.timeout(30_000) })).toBeTypeOf(
      'function',
    );
    await keyv.disconnect();
  });

  test('Redis takes a token whose lifetime is no whole number', async () => {
    await using redis = await startRedis();
    const keyv = overRedis(redis.path);
    const { center, make, onStoreFailure } = setUp(keyv);
    center.answerToken = () => tokenAnswer('token-1', 60.0005);
    await make().getToken();
    expect((await make().getToken()).value).toBe('token-1');
    expect(center.tokenRequests).toHaveLength(1);
    expect(onStoreFailure).not.toHaveBeenCalled();
    await keyv.disconnect();
  });

  test('a Redis that goes away is bypassed with one warning, and used again when it is back', async () => {
    const first = await startRedis();
    const keyv = overRedis(first.path);
    const { center, make, onStoreFailure } = setUp(keyv, 3_000);
    const source = make();
    source.invalidate(await source.getToken());
    await first.stop();
    expect((await source.getToken()).value).toBe('token-2');
    source.invalidate(await source.getToken());
    expect((await source.getToken()).value).toBe('token-3');
    expect(onStoreFailure).toHaveBeenCalledOnce();
    expect(onStoreFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'store_failed' }));

    await using again = await startRedis(first.path);
    const other = overRedis(again.path);
    await vi.waitUntil(async () => {
      source.invalidate(await source.getToken());
      await source.getToken();
      return (await other.get(KEY)) !== undefined;
    }, 30_000);
    const asked = center.tokenRequests.length;
    await make().getToken();
    expect(center.tokenRequests).toHaveLength(asked);
    expect(onStoreFailure).toHaveBeenCalledOnce();
    await keyv.disconnect();
    await other.disconnect();
  });

  test('a Redis that was never there is bypassed', async () => {
    const keyv = overRedis('/nonexistent/redis.sock');
    const { make, onStoreFailure } = setUp(keyv);
    expect((await make().getToken()).value).toBe('token-1');
    expect(onStoreFailure).toHaveBeenCalledOnce();
    await keyv.disconnect();
  });
});

test('a store of Keyv 6 that fails is told, and each process uses its own token', async () => {
  const adapter = { get: fail, set: fail, delete: fail, clear: fail, has: fail };
  // An adapter of this test, which has no other methods.
  const { make, onStoreFailure } = setUp(new Keyv6({ store: adapter as never }));
  expect((await make().getToken()).value).toBe('token-1');
  expect(onStoreFailure).toHaveBeenCalledOnce();
});

test('the package exports exactly these values', async () => {
  expect(Object.keys(await import('../src/keyv-store.ts'))).toEqual(['keyvStore']);
  expect(Object.keys(await import('../src/file-store.ts'))).toEqual(['fileStore']);
});
