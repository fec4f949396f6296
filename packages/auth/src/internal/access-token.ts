/**
 * Makes access tokens that do not show their value when they are printed, spread or turned into JSON.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';

/** `value` is a getter that is not enumerable. */
export function accessToken(value: string, expiresAt: number | undefined): AccessToken {
  // The property that makes it an AccessToken is defined in the same expression.
  return Object.defineProperty({ expiresAt }, 'value', { get: () => value }) as AccessToken;
}

/** Whether a text can be a token: valid in a header, and without characters that JSON escapes. */
export function isTokenText(value: unknown): value is string {
  return typeof value === 'string' && /^[!#-[\]-~]+$/.test(value);
}
