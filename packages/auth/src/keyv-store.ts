/**
 * `@cloudlink-center/auth/keyv-store`: shares a token between processes on many machines, with any Keyv
 * adapter. Every name here is public API.
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

/** The part of a `Keyv` that is used (5.6 and later 5.x, 6.1 and later 6.x). */
export interface KeyvLike {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  readonly store: unknown;
}

/** The part of the `@keyv/redis` client that is used. */
interface RedisClient {
  set(key: string, value: string, options: { NX: true; PX: number }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Deletes or extends a lock only if this process still holds it. */
const RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end";
const EXTEND =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end";
/** Milliseconds after which the lock of a dead process expires. */
const LEASE = 10_000;

/**
 * Keeps tokens in a Keyv. With `@keyv/redis` (Redis and Valkey) a lock ensures that processes that start
 * together send one token request; with other adapters each of them may send one.
 *
 * **Anyone who can read the store can use the tokens.** Open connections keep a process alive: close them
 * with `keyv.disconnect()`.
 *
 * @example
 *
 * ```ts
 * import KeyvRedis from '@keyv/redis';
 * import { clientCredentials, type TokenSource } from '@cloudlink-center/auth';
 * import { keyvStore } from '@cloudlink-center/auth/keyv-store';
 * import { Keyv } from 'keyv';
 *
 * export function sharedSource(baseUrl: string, clientSecret: string): TokenSource {
 *   const store = keyvStore(new Keyv(new KeyvRedis('redis://redis.example.com:6379')));
 *   return clientCredentials({ baseUrl, clientId: 'automation', clientSecret, store });
 * }
 * ```
 *
 * @throws `TypeError` if `storeTimeout` is out of range.
 */
export function keyvStore(keyv: KeyvLike, options: SharingOptions = {}): SharedStore {
  let failure: unknown;
  // Keyv reports failures only as events: its promises resolve as if the key were missing.
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
    // The caller checks the shape.
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

/** `@keyv/redis` has a method that returns its connected client. */
function redisOf(adapter: unknown): (() => Promise<RedisClient>) | undefined {
  const { getClient } = Object(adapter) as { getClient?: () => Promise<RedisClient> };
  return typeof getClient === 'function' ? () => getClient.call(adapter) : undefined;
}
