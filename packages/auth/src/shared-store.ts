/**
 * Makes a store of one's own fit for sharing one token among processes. `internal/share-tokens.ts` does the sharing.
 *
 * If the store fails, each process keeps its token in memory, as without a store.
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
   * Name of the Center in keys. Default: its origin. Give one name for the nodes of a cluster, whose tokens are the same
   * on each; a token is sent to whatever Center has its name.
   */
  readonly name?: string | undefined;
  /**
   * Milliseconds after which an operation of the store is given up, above 0 and at most 10000. Default: 5000. Waiting for a lock that
   * another process holds takes longer.
   */
  readonly storeTimeout?: number | undefined;
  /**
   * Told once when the store fails, and again only after it has worked in between: an {@link AuthError} `store_failed`.
   * What it throws is ignored.
   */
  readonly onStoreFailure?: ((error: AuthError) => void) | undefined;
}

/**
 * Makes a store of your own fit for `clientCredentials({ store })`.
 *
 * @throws `TypeError` on a `storeTimeout` that is not as documented.
 */
export function sharedStore(store: TokenStore, options: SharingOptions = {}): SharedStore {
  const { storeTimeout = DEFAULT_STORE_TIMEOUT } = options;
  if (!(storeTimeout > 0 && storeTimeout <= LONGEST_STORE_TIMEOUT)) {
    throw new TypeError(`storeTimeout: give milliseconds above 0, at most ${LONGEST_STORE_TIMEOUT}`);
  }
  return {
    get: (key) => store.get(key),
    set: (key, token, lifetime) => store.set(key, token, lifetime),
    delete: (key) => store.delete(key),
    ...(store.lock && { lock: store.lock.bind(store) }),
    share: (renew, settings) => shareTokens(store, options, renew, settings),
  };
}
