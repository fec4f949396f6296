/**
 * Signs a person out: forgets the token first, then ends the session at the Center.
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
