/**
 * Shares one token among processes through a store: whoever finds none takes the lock, looks again, and asks.
 *
 * A store that fails is gone around: each process then keeps its token in memory, as without a store.
 *
 * @module
 */
import { sanitized } from '#hardening';
import { AuthError } from './auth-error.ts';
import type { ClientCredentialsOptions } from './client-credentials.ts';
import { systemClock } from './internal/clock.ts';
import type { Grant } from './internal/oauth-wire.ts';
import type { Renew } from './internal/token-cache.ts';
import { untilAborted } from './internal/until-aborted.ts';
import type { SharedStore, SharedTokens, StoredToken, TokenStore } from './token-store.ts';

/** Options of {@link sharedStore} and of the stores in this package. */
export interface SharingOptions {
  /**
   * Name of the Center in keys. Default: its origin. Give one name for the nodes of a cluster, whose tokens are the same
   * on each; a token is sent to whatever Center has its name.
   */
  readonly name?: string | undefined;
  /** Milliseconds after which an operation of the store is given up, above 0. Default: 2000. Waiting for a lock takes longer. */
  readonly storeTimeout?: number | undefined;
  /**
   * Told once when the store fails, and again only after it has worked in between: an {@link AuthError} `store_failed`.
   * What it throws is ignored.
   */
  readonly onStoreFailure?: ((error: AuthError) => void) | undefined;
}

/** Beyond the time for the token request: what its secret and the store may take (ms). */
const LOCK_RESERVE = 10_000;

/** Makes a store of your own fit for `clientCredentials({ store })`. */
export function sharedStore(store: TokenStore, options: SharingOptions = {}): SharedStore {
  return {
    get: (key) => store.get(key),
    set: (key, token, lifetime) => store.set(key, token, lifetime),
    delete: (key) => store.delete(key),
    ...(store.lock && { lock: store.lock.bind(store) }),
    share: (renew, root, settings) => shareTokens(store, options, renew, root, settings),
  };
}

function shareTokens(
  store: TokenStore,
  { name, storeTimeout = 2000, onStoreFailure }: SharingOptions,
  ask: Renew,
  root: string,
  { clientId, scope = 'all', timeout = 30_000, clock = systemClock }: ClientCredentialsOptions,
): SharedTokens {
  const key = [name ?? root.slice(0, -1), clientId, scope, 'client_credentials']
    .map(encodeURIComponent)
    .join(':');
  const attempts = attemptsWith(storeTimeout, onStoreFailure);
  const lockLifetime = timeout + LOCK_RESERVE;

  async function find(attempt: Attempt, now: number): Promise<Grant | undefined> {
    const stored = await attempt('get', () => store.get(key));
    if (!isUsable(stored)) return undefined;
    const lifetime = (stored.expiresAt ?? Infinity) - now;
    return lifetime > 0 ? [stored.value, lifetime, stored.repeated ?? false] : undefined;
  }

  /** Ends the waiting when the callers leave; a lock that comes too late is given back. */
  async function takeLock(
    callers: AbortSignal,
    until: AbortSignal,
  ): Promise<(() => Promise<void>) | undefined> {
    const signal = AbortSignal.any([callers, until]);
    const lock = store.lock?.(key, { lifetime: lockLifetime, signal });
    if (!lock) return undefined;
    return untilAborted(lock, signal).catch((error: unknown) => {
      lock.then((release) => release()).catch(() => {});
      if (callers.aborted) return undefined;
      throw error;
    });
  }

  const renew: Renew = async (signal, current, rejected) => {
    const attempt = attempts();
    const began = clock.now();
    const findOther = async (): Promise<Grant | undefined> => {
      const found = await find(attempt, began);
      const [value, , isLast] = found ?? [];
      return value === rejected || (value === current && !isLast) ? undefined : found;
    };
    const early = await findOther();
    if (early) return early;
    const release = await attempt('lock', (until) => takeLock(signal, until), lockLifetime + storeTimeout);
    try {
      signal.throwIfAborted();
      // Whoever held the lock may have left a token.
      const late = release && (await findOther());
      if (late) return late;
      const asked = clock.now();
      const [value, life] = await ask(signal);
      const token = tokenToStore(value, asked + life, value === current);
      // A rejected token is not spread.
      if (value !== rejected)
        await attempt('set', () => store.set(key, token, finite(life)), storeTimeout, value);
      return [value, life + asked - began];
    } finally {
      // Also when the store has failed in between, or everybody would wait for the end of the lock.
      if (release) await attempts()('unlock', release);
    }
  };

  return {
    renew,
    async peek() {
      const found = await find(attempts(), clock.now());
      return found && { value: found[0], expiresAt: finite(clock.now() + found[1]) };
    },
    async forget({ value }) {
      const attempt = attempts();
      const stored = await attempt('get', () => store.get(key));
      if (stored?.value === value) await attempt('delete', () => store.delete(key), storeTimeout, value);
    },
  };
}

/** Tries one operation of the store; resolves to undefined when it fails, or when one before it has failed. */
type Attempt = <T>(
  operation: string,
  work: (until: AbortSignal) => T | Promise<T>,
  limit?: number,
  token?: string,
) => Promise<T | undefined>;

function attemptsWith(storeTimeout: number, onStoreFailure: SharingOptions['onStoreFailure']): () => Attempt {
  let warned = false;
  return () => {
    let down = false;
    return async (operation, work, limit = storeTimeout, token = '') => {
      if (down) return undefined;
      const until = AbortSignal.timeout(limit);
      try {
        const result = await untilAborted(Promise.resolve(work(until)), until);
        warned = false;
        return result;
      } catch (error) {
        down = true;
        if (!warned) warn(onStoreFailure, operation, error, token);
        warned = true;
        return undefined;
      }
    };
  };
}

function warn(
  hook: SharingOptions['onStoreFailure'],
  operation: string,
  error: unknown,
  token: string,
): void {
  const message = `The token store failed to ${operation}; this process goes on without it`;
  const cause = sanitized(error, token || '\0');
  // Whatever looks like a token may be one.
  for (let one: unknown = cause; one instanceof Error; one = one.cause) {
    one.message = one.message.replace(/[\w~%+=-]{20,}/g, '[redacted]');
  }
  try {
    hook?.(new AuthError('store_failed', message, { retryable: true, cause }));
  } catch {
    // A hook that fails must not end a sign-in.
  }
}

function tokenToStore(value: string, expiresAt: number, repeated: boolean): StoredToken {
  return { value, ...(expiresAt < Infinity && { expiresAt }), ...(repeated && { repeated }) };
}

/** Others may write into a store: what no header takes, or what is no date, is not used. */
function isUsable(stored: StoredToken | undefined): stored is StoredToken {
  const { value, expiresAt = 0 } = Object(stored) as Partial<StoredToken>;
  return typeof value === 'string' && /^[!#-[\]-~]+$/.test(value) && Number.isFinite(expiresAt);
}

function finite(milliseconds: number): number | undefined {
  return milliseconds < Infinity ? milliseconds : undefined;
}
