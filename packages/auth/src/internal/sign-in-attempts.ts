/**
 * Attempts to sign in by redirect, each under its own `state`, so that tabs do not overwrite each other.
 *
 * @module
 */

/** What has to be known again when the browser comes back. */
export interface Attempt {
  /** Of the Center that was asked. */
  readonly origin: string;
  /** Where the application was. */
  readonly returnTo: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What has arrived, while the page loads again under an address without it. */
  readonly token?: {
    readonly value: string;
    /** Milliseconds since the epoch; JSON makes null of no end. */
    readonly expiresAt: number | null;
  };
}

const PREFIX = 'cloudlink-sign-in.';
const STALE_MS = 15 * 60_000;
/** In place of a state: the attempt whose token has arrived. */
export const ARRIVED = 'arrived';

/** 256 random bits in base64url, which no server encodes. The first letter says which way the answer has to go. */
export function newState(way: 'redirect' | 'popup'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
  return (way === 'popup' ? 'p' : 'r') + text;
}

/** Whether a state has the shape of ours. */
export function isOurState(state: string | null): boolean {
  return /^[pr][\w-]{43}$/.test(state ?? '');
}

/** Remembers an attempt, and forgets those that never came back. Throws where the browser permits no storage. */
export function keepAttempt(state: string, attempt: Attempt): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !isFresh(parsed(sessionStorage.getItem(key))))
      sessionStorage.removeItem(key);
  }
  sessionStorage.setItem(PREFIX + state, JSON.stringify(attempt));
}

/** The attempt of this state, once. */
export function takeAttempt(state: string): Attempt | undefined {
  try {
    const attempt = parsed(sessionStorage.getItem(PREFIX + state));
    sessionStorage.removeItem(PREFIX + state);
    return isFresh(attempt) ? attempt : undefined;
  } catch {
    // Without storage there is none.
    return undefined;
  }
}

function isFresh(attempt: Attempt | undefined): boolean {
  return attempt !== undefined && Date.now() - attempt.at < STALE_MS;
}

function parsed(text: string | null): Attempt | undefined {
  try {
    // Written above, in this origin's own storage.
    return (JSON.parse(text ?? 'null') as Attempt | null) ?? undefined;
  } catch {
    return undefined;
  }
}
