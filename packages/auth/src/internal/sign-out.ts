/**
 * Signs a person out: ends the session at the Center and forgets the token.
 *
 * @module
 */
import { AuthError, isAuthError } from '../auth-error.ts';
import { endSession } from './logout.ts';
import type { PageCenter } from './page-center.ts';

export async function signOutOf(center: PageCenter): Promise<void> {
  const token = center.token();
  const present = token.peek();
  if (present) {
    try {
      await endSession(center.exchange, present);
    } catch (error) {
      if (isAuthError(error) && error.code === 'logout_failed') throw error;
      const message = 'The session may be alive: no answer; did POST /cors allow this origin?';
      throw new AuthError('logout_failed', message, { retryable: true, cause: error });
    }
  }
  token.clear('signed-out');
}
