/**
 * The memory of a process about an account: failed attempts, and whether the server asked to wait.
 *
 * All sources with the same Center and client id share it.
 *
 * @module
 */
import type { AuthError } from '../auth-error.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { FailedAttempt } from './failed-attempts.ts';

export interface Account {
  /** Milliseconds since the epoch, by a clock that never goes back. */
  readonly now: () => number;
  /** Oldest first. */
  attempts: readonly FailedAttempt[];
  /** The last error of this process, with `retryAt` when the server asked to wait. */
  error?: AuthError;
  /** Runs one piece of work at a time, since a wrong secret that is sent twice counts twice. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /**
   * 8 bits of a secret: enough to notice that it changed, too few to find it. The salt is the account and not
   * random, since the bits of several salts would add up.
   */
  tagOf(secret: string): number;
}

/** The most accounts that are remembered. Beyond, the oldest is forgotten. */
const MOST_ACCOUNTS = 1000;

/**
 * Shared by all sources of the process, since the server counts the failures of all. Times of different
 * clocks cannot be compared, so each clock has its own map.
 */
const memory = new WeakMap<Clock, Map<string, Account>>();

export function accountOf(clock: Clock, root: string, clientId: string): Account {
  const accounts = memory.get(clock) ?? new Map<string, Account>();
  memory.set(clock, accounts);
  const name = `${root} ${clientId}`;
  const account = accounts.get(name) ?? newAccount(name, clock);
  accounts.set(name, account);
  const [oldest = ''] = accounts.keys();
  if (accounts.size > MOST_ACCOUNTS) accounts.delete(oldest);
  return account;
}

function newAccount(name: string, clock: Clock): Account {
  const start = clock.now();
  const age = stopwatch(clock);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    now: () => start + age(),
    attempts: [],
    inTurn(work) {
      const result = turn.then(work);
      turn = result.catch(() => {});
      return result;
    },
    tagOf(secret) {
      let hash = 0;
      for (const character of name + secret) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
      return hash % 256;
    },
  };
}
