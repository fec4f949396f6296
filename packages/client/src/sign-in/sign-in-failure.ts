/**
 * Turns a failed sign-in or logout into the error that the caller of the client sees.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import { CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { localFaultIn } from './local-fault.ts';

/**
 * The `AuthError` becomes the `cause` of a `CloudLinkError`. If the token request got no response, the error
 * of the transport says more, such as an untrusted certificate, and its code and message are used instead. A
 * local fault becomes a `TypeError`. Other errors are returned unchanged.
 */
export function signInFailure(error: unknown, method: string, path: string): unknown {
  if (!isAuthError(error)) return error;
  const reason = error.cause;
  // The auth package keeps a copy without secrets, which has lost its class.
  if (isCloudLinkError(reason))
    return new CloudLinkError(reason.code, reason.message, { method, path, cause: error, notSent: true });
  const fault = localFaultIn(error);
  if (fault !== undefined) return fault;
  const what =
    error.code === 'logout_failed'
      ? 'Logging out failed'
      : `${method} ${path} was not sent, because signing in failed`;
  return new CloudLinkError('sign_in_failed', `${what}: ${error.message}`, {
    method,
    path,
    cause: error,
    notSent: true,
  });
}

/** The same for a logout, for which it is not known how far it got. */
export function logoutFailure(error: unknown): unknown {
  const failure = signInFailure(error, 'DELETE', '/auth');
  return isCloudLinkError(failure) ? withDetails(failure, { notSent: false }) : failure;
}
