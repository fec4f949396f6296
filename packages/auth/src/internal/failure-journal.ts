/**
 * Shares failed attempts through a store, so that all processes together keep an account unlocked.
 *
 * They are stored as the value of a token under their own key, so stores need no support for them.
 *
 * @module
 */
import type { TokenStore } from '../token-store.ts';
import type { Account } from './account.ts';
import type { FailedAttempt } from './failed-attempts.ts';
import type { Attempt } from './store-attempts.ts';

/** Milliseconds after which a store may drop them: more than an hour, after which attempts no longer count. */
const LIFETIME = 2 * 3_600_000;
/** The rules need no more. */
const MOST_KEPT = 12;

/**
 * Reads the attempts of other processes, does the work that sends the secret, and stores new failures.
 * Rejects only as the work does.
 */
export async function journaled<T>(
  store: TokenStore,
  key: string,
  account: Account,
  attempt: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  const stored = await attempt({ name: 'get', work: () => store.get(key) });
  const before = merged(account.attempts, parse(stored?.value));
  account.attempts = before;
  try {
    return await work();
  } finally {
    const { attempts } = account;
    const value = JSON.stringify(attempts);
    if (value !== JSON.stringify(before)) {
      const note = (): Promise<void> => store.set(key, { value }, LIFETIME);
      await attempt({ name: 'set', work: attempts.length > 0 ? note : () => store.delete(key) });
    }
  }
}

/** The union of both lists, oldest first. */
function merged(own: readonly FailedAttempt[], others: readonly FailedAttempt[]): FailedAttempt[] {
  const isOwn = ({ at, tag }: FailedAttempt): boolean => own.some((one) => one.at === at && one.tag === tag);
  const all = [...own, ...others.filter((one) => !isOwn(one))];
  return all.toSorted((one, other) => one.at - other.at).slice(-MOST_KEPT);
}

/** Others may write to a store: anything but a list of attempts counts as missing. */
function parse(value: unknown): FailedAttempt[] {
  try {
    const list: unknown = JSON.parse(String(value));
    return Array.isArray(list) ? list.filter(isAttempt) : [];
  } catch {
    return [];
  }
}

function isAttempt(value: unknown): value is FailedAttempt {
  const { tag, at, weight }: Record<string, unknown> = Object(value);
  return [tag, at, weight].every((number) => Number.isFinite(number));
}
