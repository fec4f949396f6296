/**
 * Keeps the token of a person in sessionStorage, so that it survives a reload.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';

export interface TokenStorage {
  /** The stored token, unless it has ended. */
  readonly read: () => Grant | undefined;
  readonly write: (token: AccessToken) => void;
  readonly remove: () => void;
}

/** Failures are ignored, such as no permission or no space: the token is in memory too. */
export function tokenStorage(key: string): TokenStorage {
  return {
    read: () =>
      tried(() => {
        const grant = parse(sessionStorage.getItem(key));
        if (!grant) sessionStorage.removeItem(key);
        return grant;
      }),
    write: ({ value, expiresAt = null }) =>
      tried(() => sessionStorage.setItem(key, JSON.stringify({ value, expiresAt }))),
    remove: () => tried(() => sessionStorage.removeItem(key)),
  };
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function parse(text: string | null): Grant | undefined {
  try {
    const { value, expiresAt }: Record<string, unknown> = Object(JSON.parse(text ?? 'null'));
    if (!isTokenText(value)) return undefined;
    if (expiresAt === null) return { value, lifetime: Infinity };
    if (typeof expiresAt !== 'number' || !(expiresAt > Date.now())) return undefined;
    return { value, lifetime: expiresAt - Date.now() };
  } catch {
    // Written by others, or truncated.
    return undefined;
  }
}
