/**
 * The current sign-in by redirect of a tab, with its `state`. Each tab has its own sessionStorage, so tabs do
 * not disturb each other.
 *
 * @module
 */

/** What the redirect page needs to know. */
export interface Attempt {
  readonly state: string;
  /** Origin of the Center. */
  readonly origin: string | undefined;
  /** URL of the application when the sign-in started. */
  readonly returnTo: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The token that arrived, while the page reloads under an address without it. */
  readonly token?: {
    readonly value: string;
    /** Milliseconds since the epoch; null, which is Infinity in JSON, for no end. */
    readonly expiresAt: number | null;
  };
}

const KEY = 'cloudlink-sign-in';
const STALE_MS = 15 * 60_000;

/** 256 random bits. The first letter tells the redirect page how to handle the answer. */
export function newState(way: 'redirect' | 'popup'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return way.slice(0, 1) + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a state looks like one of ours. */
export function isOurState(state: string | null): boolean {
  return /^[pr][0-9a-f]{64}$/.test(state ?? '');
}

/** Throws if the browser permits no storage. */
export function keepAttempt(attempt: Attempt): void {
  sessionStorage.setItem(KEY, JSON.stringify(attempt));
}

/** Removes and returns the attempt of this tab, if it is the wanted one and less than 15 minutes old. */
export function takeAttempt(isWanted: (attempt: Attempt) => boolean): Attempt | undefined {
  try {
    // `keepAttempt` wrote it, in this origin's storage.
    const attempt = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Attempt | null;
    if (!attempt || !isWanted(attempt)) return undefined;
    sessionStorage.removeItem(KEY);
    return Date.now() - attempt.at < STALE_MS ? attempt : undefined;
  } catch {
    // Without storage there is no attempt.
    return undefined;
  }
}
