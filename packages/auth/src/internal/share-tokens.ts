/**
 * One source's view of a store: takes the token of another process, or requests one under the store's lock.
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

/** Options of `sharedStore`. */
export interface SharingSettings {
  readonly name?: string | undefined;
  readonly storeTimeout?: number | undefined;
  readonly onStoreFailure?: FailureHook;
}

/** The parts that the functions below share. */
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

/** The longest time for a token request, its secret and the store together (ms). */
const LOCK_LIFETIME: number = REQUEST_LIMIT + 15_000;

/** @param ask - Requests a token from the server. */
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

/** Requests a token only if the store has none. Meanwhile other processes wait for the lock. */
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
    // The previous owner of the lock may have stored a token.
    const late = release && (await findOther());
    if (late) return late;
    const asked = sharing.now();
    const { store, failuresKey, account } = sharing;
    const grant = await journaled(store, failuresKey, account, attempt, () => ask(renewal));
    const isLast = grant.value === current;
    // Do not share a rejected token.
    if (grant.value !== rejected) await leave(sharing, attempt, { ...grant, isLast }, asked);
    return { value: grant.value, lifetime: grant.lifetime + asked - began };
  } finally {
    // Also if the store has failed meanwhile: otherwise all processes wait until the lock expires.
    if (release) await sharing.attempts()({ name: 'unlock', work: release });
  }
}

/** Colons separate the names, in which they are encoded. */
function keyOf(...names: string[]): string {
  return names.map(encodeURIComponent).join(':');
}

function read({ store, key }: Sharing, attempt: Attempt): Promise<StoredToken | undefined> {
  return attempt({ name: 'get', work: () => store.get(key) });
}

/** @param at - Start of the lifetime, in milliseconds since the epoch. Default: now. */
async function find(sharing: Sharing, attempt: Attempt, at = sharing.now()): Promise<Grant | undefined> {
  return grantFromStore(await read(sharing, attempt), at);
}

async function leave(sharing: Sharing, attempt: Attempt, grant: Grant, asked: number): Promise<void> {
  const token = tokenToStore(grant, asked);
  const set = (): Promise<void> => sharing.store.set(sharing.key, token, finite(grant.lifetime));
  await attempt({ name: 'set', work: set, token: grant.value });
}

/** Waits for the lock while callers wait. A lock that arrives too late is released. */
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
