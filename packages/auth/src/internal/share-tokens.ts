/**
 * One source's view of a store: takes the token that another process has left, or asks under the store's lock.
 *
 * @module
 */
import type { ShareSettings, SharedTokens, StoredToken, TokenStore } from '../token-store.ts';
import type { Account } from './account.ts';
import { journaled } from './failure-journal.ts';
import type { Grant, Renew, Renewal } from './grant.ts';
import { type Attempt, DEFAULT_STORE_TIMEOUT, type FailureHook, storeAttempts } from './store-attempts.ts';
import { finite, grantFromStore, tokenToStore } from './stored-token.ts';
import { REQUEST_LIMIT } from './token-request.ts';
import { untilAborted } from './waiting.ts';

/** How a store is used. */
export interface SharingSettings {
  readonly name?: string | undefined;
  readonly storeTimeout?: number | undefined;
  readonly onStoreFailure?: FailureHook;
}

/** What a source shares, and with what it does so. */
interface Sharing {
  readonly store: TokenStore;
  readonly key: string;
  readonly failuresKey: string;
  readonly account: Account;
  readonly storeTimeout: number;
  readonly attempts: () => Attempt;
  readonly now: () => number;
}

/** Releases a lock. */
type Release = () => Promise<void>;

/** What a token request, its secret and the store may take (ms). */
const LOCK_LIFETIME: number = REQUEST_LIMIT + 15_000;

/** @param ask - Asks the server. */
export function shareTokens(
  store: TokenStore,
  { name, storeTimeout = DEFAULT_STORE_TIMEOUT, onStoreFailure }: SharingSettings,
  ask: Renew,
  { root, clientId, scope, clock, account }: ShareSettings,
): SharedTokens {
  const names = [name ?? root.slice(0, -1), clientId];
  const sharing: Sharing = {
    store,
    key: keyOf(...names, scope, 'client_credentials'),
    failuresKey: keyOf(...names, 'failed_attempts'),
    account,
    storeTimeout,
    attempts: storeAttempts(storeTimeout, onStoreFailure),
    now: () => clock.now(),
  };
  return {
    renew: (renewal) => renew(sharing, ask, renewal),
    async peek() {
      const found = await find(sharing, sharing.attempts());
      return found && { value: found.value, expiresAt: finite(clock.now() + found.lifetime) };
    },
    async forget({ value }) {
      const attempt = sharing.attempts();
      const stored = await read(sharing, attempt);
      if (stored?.value !== value) return;
      await attempt({ name: 'delete', work: () => store.delete(sharing.key), token: value });
    },
  };
}

/** Asks the server only when nobody has left a token; everybody else waits for who asks. */
async function renew(sharing: Sharing, ask: Renew, renewal: Renewal): Promise<Grant> {
  const { signal, current, rejected } = renewal;
  const attempt = sharing.attempts();
  const began = sharing.now();
  const findOther = async (): Promise<Grant | undefined> => {
    const found = await find(sharing, attempt, began);
    const isOurs = found?.value === current && !found?.isLast;
    return found?.value === rejected || isOurs ? undefined : found;
  };
  const early = await findOther();
  if (early) return early;
  const release = await lock(sharing, attempt, signal);
  try {
    signal.throwIfAborted();
    // Whoever held the lock may have left a token.
    const late = release && (await findOther());
    if (late) return late;
    const asked = sharing.now();
    const { store, failuresKey, account } = sharing;
    const grant = await journaled(store, failuresKey, account, attempt, () => ask(renewal));
    const isLast = grant.value === current;
    // A rejected token is not spread.
    if (grant.value !== rejected) await leave(sharing, attempt, { ...grant, isLast }, asked);
    return { value: grant.value, lifetime: grant.lifetime + asked - began };
  } finally {
    // Also when the store has failed in between, or everybody would wait for the end of the lock.
    if (release) await sharing.attempts()({ name: 'unlock', work: release });
  }
}

/** Colons part the names, which hold none. */
function keyOf(...names: string[]): string {
  return names.map(encodeURIComponent).join(':');
}

function read({ store, key }: Sharing, attempt: Attempt): Promise<StoredToken | undefined> {
  return attempt({ name: 'get', work: () => store.get(key) });
}

/** @param at - Milliseconds since the epoch from which the lifetime counts. Default: now. */
async function find(sharing: Sharing, attempt: Attempt, at = sharing.now()): Promise<Grant | undefined> {
  return grantFromStore(await read(sharing, attempt), at);
}

async function leave(sharing: Sharing, attempt: Attempt, grant: Grant, asked: number): Promise<void> {
  const token = tokenToStore(grant, asked);
  const set = (): Promise<void> => sharing.store.set(sharing.key, token, finite(grant.lifetime));
  await attempt({ name: 'set', work: set, token: grant.value });
}

/** Waits for the lock until the callers have left. One that comes too late is given back. */
function lock(sharing: Sharing, attempt: Attempt, callers: AbortSignal): Promise<Release | undefined> {
  const { store, key, storeTimeout } = sharing;
  const work = async (until: AbortSignal): Promise<Release | undefined> => {
    const signal = AbortSignal.any([callers, until]);
    const taken = store.lock?.(key, { lifetime: LOCK_LIFETIME, signal });
    if (!taken) return undefined;
    return untilAborted(taken, signal).catch((error: unknown) => {
      taken.then((release) => release()).catch(() => {});
      if (callers.aborted) return undefined;
      throw error;
    });
  };
  return attempt({ name: 'lock', work, limit: LOCK_LIFETIME + storeTimeout });
}
