/**
 * The one error class of this package, its closed list of codes, and the guard.
 *
 * Mistakes in the caller's options are a `TypeError`; an abort rejects with the signal's own reason.
 *
 * @module
 */
import { isErrorLike } from './internal/error-like.ts';

/**
 * What went wrong, and what to do:
 *
 * - `secret_unavailable`: the `clientSecret` function threw or returned no text. Look at `cause`.
 * - `token_refused`: the server answered with an OAuth error, see `oauthError`. Check client id, secret and
 *   scope.
 * - `token_malformed`: the answer is not a token: a page, a redirect, a server error. Check `baseUrl`; retry
 *   later if `retryable`.
 * - `token_unreachable`: no answer came, see `cause`. Check address, network and certificate.
 * - `token_timeout`: no answer within `timeout`. Retry, or raise `timeout`, to 60000 ms at most.
 * - `insecure_url`: `baseUrl` is plain HTTP to another machine. Use https.
 * - `logout_failed`: the server did not confirm the logout, so the session may still be active. Call `logout()`
 *   again.
 * - `store_failed`: the token store failed. Passed to `onStoreFailure`, never thrown; the process uses its own
 *   token.
 * - `sign_in_required`: nobody is signed in. Call `signIn()`.
 * - `sign_in_denied`: the Center refused the sign-in, or the person closed the window. Offer to sign in again.
 * - `sign_in_timeout`: nobody signed in within `timeout`. Offer to sign in again.
 * - `state_mismatch`: the answer belongs to no sign-in of this tab, or was altered. Sign in again.
 * - `popup_blocked`: the browser blocked the sign-in window. Call `signIn({ popup: true })` in a click handler.
 * - `storage_unavailable`: the browser permits no sessionStorage, which a redirect needs. Sign in in a window.
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

/** The fields of an {@link AuthError} besides its code and message. */
export interface AuthErrorDetails extends ErrorOptions {
  /** HTTP status of the server's answer. Default: `undefined`, for no answer. */
  readonly status?: number | undefined;
  /**
   * Whether the same call can succeed later without a change. Default: true if `status` is 429 or at least
   * 500.
   */
  readonly retryable?: boolean;
  /** The server's OAuth `error`, such as `invalid_client` (RFC 6749 §5.2): shortened, secrets masked. */
  readonly oauthError?: string | undefined;
  /** No token request is sent before this time, in milliseconds since the epoch. */
  readonly retryAt?: number | undefined;
}

/**
 * Thrown for every failure that this package can name. Branch on `code`; `message` may change.
 *
 * Never holds a secret or a token. `cause` is a copy of the original error (name, message, code and plain
 * fields) with the secret masked; for `secret_unavailable` it is the error that your function threw.
 * `oauthError` and quoted parts of `message` come from the server.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  /** What went wrong. */
  readonly code: AuthErrorCode;
  /** HTTP status of the server's answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** Whether the same call can succeed later without a change. */
  readonly retryable: boolean;
  /** The server's OAuth `error`, such as `invalid_client`; `undefined` when it sent none. */
  readonly oauthError: string | undefined;
  /**
   * No token request is sent before this time, in milliseconds since the epoch; `undefined` when there is no
   * such limit.
   */
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

/** Whether a retry can succeed after this status. */
function isPassing(status: number | undefined): boolean {
  return status !== undefined && (status === 429 || status >= 500);
}

/**
 * Whether a value is an {@link AuthError}. Works across copies of this package, where `instanceof` does not.
 *
 * @example
 *
 * ```ts
 * import { isAuthError, type TokenSource } from '@cloudlink-center/auth';
 *
 * export async function canSignIn(source: TokenSource): Promise<boolean> {
 *   try {
 *     await source.getToken();
 *     return true;
 *   } catch (error) {
 *     if (isAuthError(error) && error.code === 'token_refused') return false;
 *     throw error;
 *   }
 * }
 * ```
 */
export function isAuthError(error: unknown): error is AuthError {
  return isErrorLike(error) && error.name === 'AuthError';
}
