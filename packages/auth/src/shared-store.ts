/**
 * Turns any store into one that shares a token between processes. `internal/share-tokens.ts` does the
 * sharing.
 *
 * If the store fails, each process uses its own token.
 *
 * @module
 */
import type { AuthError } from './auth-error.ts';
import { shareTokens } from './internal/share-tokens.ts';
import { DEFAULT_STORE_TIMEOUT, LONGEST_STORE_TIMEOUT } from './internal/store-attempts.ts';
import type { SharedStore, TokenStore } from './token-store.ts';

/** Options of {@link sharedStore} and of the stores in this package. */
export interface SharingOptions {
  /**
   * Name of the Center in the keys. Default: its origin. Use one name for all nodes of a cluster, which
   * accept the same tokens. Never use one name for different Centers: tokens are sent to every Center with
   * that name.
   */
  readonly name?: string | undefined;
  /**
   * Time limit of a store operation in milliseconds, above 0 and at most 10000. Default: 5000. Waiting for a
   * lock that another process holds may take longer.
   */
  readonly storeTimeout?: number | undefined;
  /**
   * Called with an {@link AuthError} `store_failed` when the store fails: once, and again only after the store
   * has worked in between. Errors that it throws are ignored. Default: none.
   */
  readonly onStoreFailure?: ((error: AuthError) => void) | undefined;
}

/**
 * Turns your own store into one for `clientCredentials({ store })`.
 *
 * @example
 *
 * ```ts
 * import { sharedStore, type SharedStore, type StoredToken } from '@cloudlink-center/auth';
 *
 * export function mapStore(map: Map<string, StoredToken>): SharedStore {
 *   return sharedStore({
 *     get: async (key) => map.get(key),
 *     set: async (key, token) => void map.set(key, token),
 *     delete: async (key) => void map.delete(key),
 *   });
 * }
 * ```
 *
 * @throws `TypeError` if `storeTimeout` is out of range.
 */
export function sharedStore(store: TokenStore, options: SharingOptions = {}): SharedStore {
  const { storeTimeout = DEFAULT_STORE_TIMEOUT } = options;
  if (!(storeTimeout > 0 && storeTimeout <= LONGEST_STORE_TIMEOUT)) {
    throw new TypeError(`storeTimeout: give milliseconds above 0 and at most ${LONGEST_STORE_TIMEOUT}`);
  }
  return {
    get: (key) => store.get(key),
    set: (key, token, lifetime) => store.set(key, token, lifetime),
    delete: (key) => store.delete(key),
    ...(store.lock && { lock: store.lock.bind(store) }),
    share: (renew, settings) => shareTokens(store, options, renew, settings),
  };
}
