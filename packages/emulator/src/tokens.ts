/**
 * The tokens of an emulator, and their sessions.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { State } from './store.ts';

export interface TokenOptions {
  /** In seconds. */
  readonly tokenLifetime: number;
  /** Whether another request returns the same token while it is valid, or a new one. */
  readonly tokenRenewal: 'same' | 'new';
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A token and its session. */
type Issued = {
  readonly id: string;
  readonly token: string;
  readonly user: string;
  readonly scope: string;
  readonly issued: number;
  readonly expires: number;
};

/** A session without its token. */
export type SignedIn = { readonly id: string; readonly user: string; readonly since: number };

export interface Tokens {
  /** Issues the token of a user and scope, with its remaining lifetime in whole seconds. */
  issue(user: string, scope?: string): { token: string; expiresIn: number };
  /** The user and session of a valid token; undefined if the user was deleted or locked (F). */
  holder(token: string): { user: string; session: string } | undefined;
  revoke(token: string): void;
  revokeAll(): void;
  sessions(): SignedIn[];
  /** Ends the session with this id. Returns false if there is none. */
  terminate(id: string): boolean;
}

/** Above this number, expired tokens are removed. */
const MANY = 1_000;

export function createTokens(state: State, { tokenLifetime, tokenRenewal, now }: TokenOptions): Tokens {
  const issued = new Map<string, Issued>();
  const newest = new Map<string, Issued>();

  const isLive = ({ expires }: Issued): boolean => expires > now();
  const forget = (one: Issued): void => {
    issued.delete(one.token);
    const key = keyOf(one.user, one.scope);
    if (newest.get(key) === one) newest.delete(key);
  };
  /** Rounded down, so 7199 right after the token was issued. */
  const secondsLeft = ({ expires }: Issued): number => Math.floor((expires - now() - 1) / 1000);

  function issue(user: string, scope: string): Issued {
    const present = newest.get(keyOf(user, scope));
    if (present !== undefined && isLive(present) && tokenRenewal === 'same') return present;
    if (issued.size > MANY) for (const one of issued.values()) if (!isLive(one)) forget(one);
    const at = now();
    const ids = { id: randomUUID(), token: randomUUID() };
    const fresh: Issued = { ...ids, user, scope, issued: at, expires: at + tokenLifetime * 1000 };
    issued.set(fresh.token, fresh);
    newest.set(keyOf(user, scope), fresh);
    return fresh;
  }

  return {
    issue(user, scope = 'all') {
      const one = issue(user, scope);
      return { token: one.token, expiresIn: secondsLeft(one) };
    },
    holder(token) {
      const found = issued.get(token);
      if (found === undefined || !isLive(found)) return undefined;
      const user = state.users.find(({ name }) => name === found.user);
      return user === undefined || user.locked ? undefined : { user: found.user, session: found.id };
    },
    revoke(token) {
      const found = issued.get(token);
      if (found !== undefined) forget(found);
    },
    revokeAll() {
      issued.clear();
      newest.clear();
    },
    sessions: () =>
      [...issued.values()].filter(isLive).map(({ id, user, issued: since }) => ({ id, user, since })),
    terminate(id) {
      const found = [...issued.values()].find((one) => one.id === id);
      if (found !== undefined) forget(found);
      return found !== undefined;
    },
  };
}

function keyOf(user: string, scope: string): string {
  return JSON.stringify([user, scope]);
}
