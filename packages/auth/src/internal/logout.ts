/**
 * Ends a session at the server.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { AccessToken } from '../token-source.ts';
import type { Exchange } from './exchange.ts';
import { LOGOUT_PATH } from './oauth-wire.ts';

/** @throws AuthError `logout_failed` when the server did not confirm it, or what the exchange rejects with. */
export async function endSession(
  exchange: Exchange,
  { value }: AccessToken,
  timeout = 30_000,
): Promise<void> {
  const headers = { Authorization: `Bearer ${value}` };
  const { status } = await exchange({ method: 'DELETE', path: LOGOUT_PATH, headers, secret: value, timeout });
  const isDone = status >= 200 && status < 300;
  // A 401 says that the session has ended already.
  if (isDone || status === 401) return;
  const message = `The session may be alive: the server answered ${status}. Call logout() again`;
  throw new AuthError('logout_failed', message, { status });
}
