/**
 * The one error class of this package, its closed list of codes, and the guard.
 *
 * Mistakes in the caller's options are a `TypeError`; an abort rejects with the signal's own reason.
 *
 * @module
 */
import { isErrorLike } from './internal/error-like.ts';

/**
 * What went wrong. `secret_unavailable`: the `clientSecret` function failed. `token_refused`: the server answered
 * with an OAuth error. `token_malformed`: the answer is not a token. `token_unreachable`: no answer came.
 * `token_timeout`: it did not come in time. `insecure_url`: plain HTTP to another machine. `logout_failed`: the
 * session may still be alive. `store_failed`: told to a hook, never thrown. The others belong to the sign-in in a browser.
 */
export type AuthErrorCode =
  | 'secret_unavailable'
  | 'token_refused'
  | 'token_malformed'
  | 'token_unreachable'
  | 'token_timeout'
  | 'insecure_url'
  | 'logout_failed'
  | 'store_failed'
  | 'sign_in_required'
  | 'sign_in_denied'
  | 'sign_in_timeout'
  | 'state_mismatch'
  | 'popup_blocked'
  | 'storage_unavailable';

/** What an {@link AuthError} carries besides its code and message. */
export interface AuthErrorDetails extends ErrorOptions {
  /** HTTP status of the server's answer, when there was one. */
  readonly status?: number | undefined;
  /** Whether the same call can succeed later with nothing changed. Default: whether `status` is 429 or at least 500. */
  readonly retryable?: boolean;
  /** The server's OAuth `error`, such as `invalid_client` (RFC 6749 §5.2), cut and with secrets masked. */
  readonly oauthError?: string | undefined;
  /** Milliseconds since the epoch before which no further token request is sent. */
  readonly retryAt?: number | undefined;
}

/**
 * Thrown for every failure that this package can name. Branch on `code`; `message` may change.
 *
 * Never holds a secret or a token: `cause` is a copy of the original error (its names, messages, codes and plain
 * fields) in which the secret is masked; with `secret_unavailable` it is what your
 * function threw. `oauthError` and quoted parts of `message` are the server's words.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  /** Which failure it is. */
  readonly code: AuthErrorCode;
  /** HTTP status of the server's answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** Whether the same call can succeed later with nothing changed. */
  readonly retryable: boolean;
  /** The server's OAuth `error`, such as `invalid_client`; `undefined` when it sent none. */
  readonly oauthError: string | undefined;
  /** Milliseconds since the epoch before which no further token request is sent, when there is such a time. */
  readonly retryAt: number | undefined;

  constructor(code: AuthErrorCode, message: string, details?: AuthErrorDetails) {
    super(message, details);
    const { status, oauthError, retryAt, retryable = isPassing(status) } = details ?? {};
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.oauthError = oauthError;
    this.retryAt = retryAt;
  }
}

/** Whether a status says that the server may answer otherwise later. */
function isPassing(status: number | undefined): boolean {
  return status !== undefined && (status === 429 || status >= 500);
}

/** Whether a value is an {@link AuthError}, also one from another copy of this package. */
export function isAuthError(error: unknown): error is AuthError {
  return isErrorLike(error) && error.name === 'AuthError';
}
