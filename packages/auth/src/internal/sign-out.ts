/**
 * Signs a person out: ends the session at the Center and forgets the token, whatever the Center says.
 *
 * @module
 */
import { endSession } from './logout.ts';
import type { PageCenter } from './page-center.ts';

export async function signOutOf(center: PageCenter): Promise<void> {
  const token = center.token();
  const present = token.peek();
  token.clear('signed-out');
  if (present) await endSession(center.exchange, present);
}
