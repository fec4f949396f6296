/**
 * Turns a failed sign-in or logout into what the caller of the client sees.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import { CloudLinkError, isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { localFaultIn } from './local-fault.ts';

/**
 * The `AuthError` becomes the `cause` of a `CloudLinkError`. When the token request got no answer, the reason of the
 * transport says more, such as an untrusted certificate, so that takes its place. A local fault becomes a `TypeError`, and other errors are
 * left as they are.
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
      : `${method} ${path} was not sent, since signing in failed`;
  return new CloudLinkError('sign_in_failed', `${what}: ${error.message}`, {
    method,
    path,
    cause: error,
    notSent: true,
  });
}

/** The same for a logout, of which nobody knows how far it got. */
export function logoutFailure(error: unknown): unknown {
  const failure = signInFailure(error, 'DELETE', '/auth');
  return isCloudLinkError(failure) ? withDetails(failure, { notSent: false }) : failure;
}
