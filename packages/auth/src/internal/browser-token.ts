/**
 * The token of a person, its end, and who wants to know about it.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { accessToken, isTokenText } from './access-token.ts';
import { stopwatch, systemClock } from './clock.ts';
import type { Grant } from './grant.ts';

/**
 * `signed-out`: nobody is signed in. `signing-in`: a redirect or a window is under way. `signed-in`. `expired`: the token has ended, or
 * ends within half a minute.
 */
export type SignInState = 'signed-out' | 'signing-in' | 'signed-in' | 'expired';

/** A laptop that sleeps fires no timers, so the end is looked for again and again. */
const LOOK_MS = 5_000;
const MARGIN_MS = 30_000;

export interface BrowserToken {
  readonly state: SignInState;
  peek(): AccessToken | undefined;
  set(grant: Grant): AccessToken;
  /** Forgets the token. */
  clear(state: SignInState): void;
  change(state: SignInState): void;
  subscribe(listener: (state: SignInState) => void): () => void;
}

/** @param key - In sessionStorage; undefined: the token is kept in memory only. */
export function createBrowserToken(key: string | undefined): BrowserToken {
  const listeners = new Set<(state: SignInState) => void>();
  let state: SignInState = 'signed-out';
  let current: { token: AccessToken; left: () => number; margin: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (next: SignInState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const look = (): void => {
    clearTimeout(timer);
    if (!current) return;
    const left = current.left();
    if (left <= 0) current = undefined;
    if (left <= (current?.margin ?? 0) && state !== 'signing-in') change('expired');
    if (left > 0 && left < Infinity) timer = setTimeout(look, Math.min(left, LOOK_MS));
  };
  const hold = (value: string, lifetime: number): AccessToken => {
    const start = Date.now();
    const age = stopwatch(systemClock);
    const token = accessToken(value, lifetime === Infinity ? undefined : start + lifetime);
    current = { token, left: () => lifetime - age(), margin: Math.min(MARGIN_MS, lifetime / 10) };
    change('signed-in');
    look();
    return token;
  };
  const kept = key === undefined ? undefined : read(key);
  if (kept) hold(kept.value, kept.expiresAt === null ? Infinity : kept.expiresAt - Date.now());

  return {
    get state() {
      look();
      return state;
    },
    peek() {
      look();
      return current?.token;
    },
    set({ value, lifetime }) {
      const token = hold(value, lifetime);
      if (key !== undefined)
        sessionStorage.setItem(key, JSON.stringify({ value, expiresAt: token.expiresAt ?? null }));
      return token;
    },
    clear(next) {
      current = undefined;
      clearTimeout(timer);
      if (key !== undefined) sessionStorage.removeItem(key);
      change(next);
    },
    change,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function read(key: string): { value: string; expiresAt: number | null } | undefined {
  try {
    const { value, expiresAt } = Object(JSON.parse(sessionStorage.getItem(key) ?? 'null')) as Record<
      string,
      unknown
    >;
    const isUsable =
      isTokenText(value) && (expiresAt === null || (typeof expiresAt === 'number' && expiresAt > Date.now()));
    if (isUsable) return { value, expiresAt };
  } catch {
    // Not ours, or cut.
  }
  sessionStorage.removeItem(key);
  return undefined;
}
