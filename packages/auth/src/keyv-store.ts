/**
 * `@cloudlink-center/auth/keyv-store`: one token for processes on many machines, through any adapter of Keyv.
 * Every name here is public API.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { keepAlive } from './internal/keep-alive.ts';
import { pollLock } from './internal/poll-lock.ts';
import { DEFAULT_STORE_TIMEOUT } from './internal/store-attempts.ts';
import { sharedStore, type SharingOptions } from './shared-store.ts';
import type { LockOptions, SharedStore, StoredToken, TokenStore } from './token-store.ts';

export type { SharingOptions } from './shared-store.ts';
export type { SharedStore } from './token-store.ts';

/** What is used of a `Keyv` (5.6 and later, 6.1 and later). */
export interface KeyvLike {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  readonly store: unknown;
}

/** What is used of the client of `@keyv/redis`. */
interface RedisClient {
  set(key: string, value: string, options: { NX: true; PX: number }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Deletes or extends a lock only when it is still ours. */
const RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end";
const EXTEND =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end";
/** Milliseconds after which the lock of a process that died ends. */
const LEASE = 10_000;

/**
 * Keeps tokens in a Keyv. With `@keyv/redis` (for Redis and Valkey) a lock makes processes that start together ask once;
 * with other adapters each of them may ask.
 *
 * **Who can read the store can use the tokens.** Open connections keep a process alive: end them with `keyv.disconnect()`.
 */
export function keyvStore(keyv: KeyvLike, options: SharingOptions = {}): SharedStore {
  let failure: unknown;
  // Keyv tells of failures by events, and resolves as if nothing were there.
  keyv.on('error', (error) => {
    failure = error;
  });
  const checked = async <T>(work: () => Promise<T>): Promise<T> => {
    failure = undefined;
    const result = await work();
    if (failure !== undefined) throw failure as Error;
    return result;
  };
  const store: TokenStore = {
    // What lies there is checked by whoever asks.
    get: async (key) => (await checked(() => keyv.get(key))) as StoredToken | undefined,
    set: async (key, token, lifetime) => void (await checked(() => keyv.set(key, token, lifetime))),
    delete: async (key) => void (await checked(() => keyv.delete(key))),
  };
  const redis = redisOf(keyv.store);
  const { storeTimeout = DEFAULT_STORE_TIMEOUT } = options;
  if (redis) store.lock = (key, how) => lockInRedis(redis, `${key}:lock`, storeTimeout, how);
  return sharedStore(store, options);
}

async function lockInRedis(
  redis: () => Promise<RedisClient>,
  key: string,
  storeTimeout: number,
  { lifetime, signal }: LockOptions,
): Promise<() => Promise<void>> {
  const client = await redis();
  const owner = randomUUID();
  const lease = Math.min(lifetime, LEASE);
  const tryLock = async (): Promise<boolean> =>
    (await client.set(key, owner, { NX: true, PX: lease })) !== null;
  await pollLock(tryLock, storeTimeout, signal);
  const stop = keepAlive(lease, () =>
    client.eval(EXTEND, { keys: [key], arguments: [owner, String(lease)] }),
  );
  return async () => {
    stop();
    await client.eval(RELEASE, { keys: [key], arguments: [owner] });
  };
}

/** `@keyv/redis` hands out its connected client. */
function redisOf(adapter: unknown): (() => Promise<RedisClient>) | undefined {
  const { getClient } = Object(adapter) as { getClient?: () => Promise<RedisClient> };
  return typeof getClient === 'function' ? () => getClient.call(adapter) : undefined;
}
