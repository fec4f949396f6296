/**
 * Between what the server granted and what lies in a store.
 *
 * @module
 */
import type { StoredToken } from '../token-store.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';

/** @param now - Milliseconds since the epoch at which the token was asked for. */
export function tokenToStore({ value, lifetime, isLast }: Grant, now: number): StoredToken {
  return {
    value,
    ...(lifetime < Infinity && { expiresAt: now + lifetime }),
    ...(isLast && { repeated: true }),
  };
}

/** What a store has, as if it had been granted now; undefined when it is unusable or has ended. */
export function grantFromStore(stored: StoredToken | undefined, now: number): Grant | undefined {
  if (!isUsable(stored)) return undefined;
  const lifetime = (stored.expiresAt ?? Infinity) - now;
  if (lifetime <= 0) return undefined;
  return { value: stored.value, lifetime, isLast: stored.repeated ?? false };
}

/** Milliseconds as stores and tokens have them: undefined for no end. Redis takes no fraction. */
export function finite(milliseconds: number): number | undefined {
  return milliseconds < Infinity ? Math.ceil(milliseconds) : undefined;
}

/** Others may write into a store: what no header takes, or what is no date, is not used. */
function isUsable(stored: StoredToken | undefined): stored is StoredToken {
  const { value, expiresAt = 0 } = Object(stored) as Partial<StoredToken>;
  return isTokenText(value) && Number.isFinite(expiresAt);
}
