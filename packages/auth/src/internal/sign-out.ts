/**
 * Signs a person out: ends the session at the Center and forgets the token, whatever the Center says.
 *
 * @module
 */
import { AuthError, isAuthError } from '../auth-error.ts';
import { endSession } from './logout.ts';
import type { PageCenter } from './page-center.ts';

export async function signOutOf(center: PageCenter): Promise<void> {
  const token = center.token();
  const present = token.peek();
  token.clear('signed-out');
  if (!present) return;
  try {
    await endSession(center.exchange, present);
  } catch (error) {
    if (isAuthError(error) && error.code === 'logout_failed') throw error;
    const message =
      'Signed out here; the session at the Center may live: no answer. Did POST /cors allow this origin?';
    throw new AuthError('logout_failed', message, { cause: error });
  }
}
