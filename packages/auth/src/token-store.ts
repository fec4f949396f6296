/**
 * What keeps tokens for several processes: the contract between stores and the sign-in.
 *
 * `file-store.ts` and `keyv-store.ts` are made; `sharedStore` in `shared-store.ts` turns any other into one that
 * `clientCredentials` takes.
 *
 * @module
 */
import type { Account } from './internal/account.ts';
import type { Clock } from './internal/clock.ts';
import type { Renew } from './internal/grant.ts';
import type { AccessToken } from './token-source.ts';

/** A token in a store. **Who can read it can use it.** */
export interface StoredToken {
  readonly value: string;
  /** Milliseconds since the epoch; absent when the server named no lifetime. */
  readonly expiresAt?: number | undefined;
  /** The server has been asked again and returned the same token: nobody needs to ask before its end. */
  readonly repeated?: boolean | undefined;
}

/** How a lock is to be taken. */
export interface LockOptions {
  /** Milliseconds for which the lock may be held. That of a process that died should end earlier. */
  readonly lifetime: number;
  /** Ends the waiting, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Keeps tokens by key. Keys hold the name of the Center, the client id, the scope and the grant, never the secret. Under a
 * key of its own, the value of a token is a list of refusals instead.
 * Methods reject when the store is down; what they found unusable they treat as absent.
 */
export interface TokenStore {
  get(key: string): Promise<StoredToken | undefined>;
  /** `lifetime`: milliseconds after which the store may drop the token; `undefined` for no end. */
  set(key: string, token: StoredToken, lifetime: number | undefined): Promise<void>;
  delete(key: string): Promise<void>;
  /** Waits for the lock of a key and resolves to what releases it. Without it, processes that start together all ask. */
  lock?(key: string, options: LockOptions): Promise<() => Promise<void>>;
}

/** A store that `clientCredentials` takes: made by `sharedStore`, `fileStore` or `keyvStore`. */
export interface SharedStore extends TokenStore {
  /** @internal */
  share(renew: Renew, settings: ShareSettings): SharedTokens;
}

/** Whose token is shared. */
export interface ShareSettings {
  /** The Center's origin, and a slash. */
  readonly root: string;
  readonly clientId: string;
  readonly scope: string;
  readonly clock: Clock;
  /** What is known about failed attempts. */
  readonly account: Account;
}

/** One source's view of a store. */
export interface SharedTokens {
  /** Takes a usable token from the store, or asks for one while others wait. */
  readonly renew: Renew;
  readonly peek: () => Promise<AccessToken | undefined>;
  /** Removes this token, if it is the one in the store. */
  readonly forget: (token: AccessToken) => Promise<void>;
}
