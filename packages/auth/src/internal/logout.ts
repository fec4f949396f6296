/**
 * Ends a session at the server.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { AccessToken } from '../token-source.ts';
import type { Exchange } from './exchange.ts';
import { LOGOUT_PATH } from './oauth-wire.ts';

/** @throws AuthError `logout_failed` if the server did not confirm it. */
export async function endSession(
  exchange: Exchange,
  { value }: AccessToken,
  timeout = 30_000,
): Promise<void> {
  const headers = { Authorization: `Bearer ${value}` };
  const request = { method: 'DELETE', path: LOGOUT_PATH, headers, secret: value, timeout } as const;
  const status = await exchange(request, statusOf).catch(notConfirmed);
  // A 401 means that the session has already ended.
  if (status === 401 || (status >= 200 && status < 300)) return;
  throw new AuthError('logout_failed', `${NOT_CONFIRMED} the server answered ${status}`, { status });
}

const NOT_CONFIRMED = 'Logout not confirmed:';

/** @param error - The error of the exchange. Its cause says why there is no answer. */
function notConfirmed({ message, cause }: AuthError): never {
  throw new AuthError('logout_failed', `${NOT_CONFIRMED} ${message}`, { retryable: true, cause });
}

async function statusOf({ status, body }: Response): Promise<number> {
  await body?.cancel();
  return status;
}
