/**
 * The attempt to sign in by redirect that a tab has made, and its `state`. sessionStorage is a tab's own, so tabs do not
 * overwrite each other's.
 *
 * @module
 */

/** What has to be known again when the browser comes back. */
export interface Attempt {
  readonly state: string;
  /** Of the Center that was asked. */
  readonly origin: string | undefined;
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

const KEY = 'cloudlink-sign-in';
const STALE_MS = 15 * 60_000;

/** 256 random bits. The first letter says which way the answer has to go. */
export function newState(way: 'redirect' | 'popup'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return way.slice(0, 1) + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a state has the shape of ours. */
export function isOurState(state: string | null): boolean {
  return /^[pr][0-9a-f]{64}$/.test(state ?? '');
}

/** Throws where the browser permits no storage. */
export function keepAttempt(attempt: Attempt): void {
  sessionStorage.setItem(KEY, JSON.stringify(attempt));
}

/** The attempt of this tab, once, if it is of the last quarter of an hour and the one that is wanted. */
export function takeAttempt(isWanted: (attempt: Attempt) => boolean): Attempt | undefined {
  try {
    // Written above, in this origin's own storage.
    const attempt = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Attempt | null;
    if (!attempt || !isWanted(attempt)) return undefined;
    sessionStorage.removeItem(KEY);
    return Date.now() - attempt.at < STALE_MS ? attempt : undefined;
  } catch {
    // Without storage there is none.
    return undefined;
  }
}
