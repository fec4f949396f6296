/**
 * Converts between granted tokens and stored ones.
 *
 * @module
 */
import type { StoredToken } from '../token-store.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';

/** @param now - Time of the token request, in milliseconds since the epoch. */
export function tokenToStore({ value, lifetime, isLast }: Grant, now: number): StoredToken {
  return {
    value,
    ...(lifetime < Infinity && { expiresAt: now + lifetime }),
    ...(isLast && { repeated: true }),
  };
}

/** Converts a stored token as if it were granted now; undefined if it is unusable or has ended. */
export function grantFromStore(stored: StoredToken | undefined, now: number): Grant | undefined {
  if (!isUsable(stored)) return undefined;
  const lifetime = (stored.expiresAt ?? Infinity) - now;
  if (lifetime <= 0) return undefined;
  return { value: stored.value, lifetime, isLast: stored.repeated ?? false };
}

/** Milliseconds for stores and tokens: undefined for no end, and an integer, since Redis accepts no fraction. */
export function finite(milliseconds: number): number | undefined {
  return milliseconds < Infinity ? Math.ceil(milliseconds) : undefined;
}

/** Others may write to a store, so invalid header values and dates are not used. */
function isUsable(stored: StoredToken | undefined): stored is StoredToken {
  const { value, expiresAt = 0 } = Object(stored) as Partial<StoredToken>;
  return isTokenText(value) && Number.isFinite(expiresAt);
}
