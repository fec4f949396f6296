/**
 * Token stores for several processes: the contract between stores and the sign-in.
 *
 * `file-store.ts` and `keyv-store.ts` have ready stores; `sharedStore` in `shared-store.ts` turns any other
 * into one for `clientCredentials`.
 *
 * @module
 */
import type { Account } from './internal/account.ts';
import type { Clock } from './internal/clock.ts';
import type { Renew } from './internal/grant.ts';
import type { AccessToken } from './token-source.ts';

/** A token in a store. **Anyone who can read it can use it.** */
export interface StoredToken {
  /** The access token. */
  readonly value: string;
  /** When the token ends, in milliseconds since the epoch; absent if the server named no lifetime. */
  readonly expiresAt?: number | undefined;
  /** Whether the server has returned this token twice. If so, no process asks for another before its end. */
  readonly repeated?: boolean | undefined;
}

/** Options of {@link TokenStore.lock}. */
export interface LockOptions {
  /**
   * The longest time for which the lock is held, in milliseconds. The lock of a dead process should expire
   * earlier.
   */
  readonly lifetime: number;
  /** Stops waiting for the lock: reject with `signal.reason`. */
  readonly signal: AbortSignal;
}

/**
 * Keeps tokens by key. A key holds the name of the Center, the client id, the scope and the grant, never the
 * secret. One more key of each client holds the refused sign-ins, as the `value` of a token. Methods reject
 * when the store is down, and treat an unusable entry as missing.
 */
export interface TokenStore {
  /** Returns the token of a key; `undefined` if there is none. */
  get(key: string): Promise<StoredToken | undefined>;
  /** Stores a token. `lifetime`: milliseconds after which the store may drop it; `undefined` for no limit. */
  set(key: string, token: StoredToken, lifetime: number | undefined): Promise<void>;
  /** Removes the token of a key, if there is one. */
  delete(key: string): Promise<void>;
  /**
   * Waits for the lock of a key. Resolves to a function that releases it. Without `lock`, processes that
   * start together each send a token request.
   */
  lock?(key: string, options: LockOptions): Promise<() => Promise<void>>;
}

/** A store that `clientCredentials` takes: made by `sharedStore`, `fileStore` or `keyvStore`. */
export interface SharedStore extends TokenStore {
  /** @internal */
  share(renew: Renew, settings: ShareSettings): SharedTokens;
}

/** The client whose token is shared. */
export interface ShareSettings {
  /** The Center's origin with a trailing slash. */
  readonly root: string;
  readonly clientId: string;
  readonly scope: string;
  readonly clock: Clock;
  /** The failed attempts so far. */
  readonly account: Account;
}

/** One source's view of a store. */
export interface SharedTokens {
  /** Takes a usable token from the store, or requests one while other processes wait. */
  readonly renew: Renew;
  readonly peek: () => Promise<AccessToken | undefined>;
  /** Removes this token from the store, unless the store has another. */
  readonly forget: (token: AccessToken) => Promise<void>;
}
