/**
 * Attempts to sign in by redirect, each under its own `state`, so that tabs do not overwrite each other. They hold no secret.
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
}

const PREFIX = 'cloudlink-sign-in.';
const STALE_MS = 15 * 60_000;

/** 256 random bits in base64url, which no server encodes. The first letter says which way the answer has to go. */
export function newState(way: 'redirect' | 'popup'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
  return (way === 'popup' ? 'p' : 'r') + text;
}

/** Remembers an attempt, and forgets those that never came back. */
export function keepAttempt(state: string, attempt: Attempt): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !(age(parsed(sessionStorage.getItem(key))) < STALE_MS))
      sessionStorage.removeItem(key);
  }
  sessionStorage.setItem(PREFIX + state, JSON.stringify(attempt));
}

/** The attempt of this state, once. */
export function takeAttempt(state: string): Attempt | undefined {
  const attempt = parsed(sessionStorage.getItem(PREFIX + state));
  sessionStorage.removeItem(PREFIX + state);
  return attempt && age(attempt) < STALE_MS ? attempt : undefined;
}

function age(attempt: Attempt | undefined): number {
  return attempt ? Date.now() - attempt.at : Infinity;
}

function parsed(text: string | null): Attempt | undefined {
  try {
    // Written above, in this origin's own storage.
    return (JSON.parse(text ?? 'null') as Attempt | null) ?? undefined;
  } catch {
    return undefined;
  }
}
