/**
 * Sign-in for CloudLink Center. Every name here is public API.
 *
 * @module
 */
export { AuthError, isAuthError } from './auth-error.ts';
export type { AuthErrorCode, AuthErrorDetails } from './auth-error.ts';
export { authFetch } from './auth-fetch.ts';
export type { AuthFetchOptions } from './auth-fetch.ts';
export { bearerAuth } from './bearer-auth.ts';
export type { BearerAuthOptions } from './bearer-auth.ts';
export { bindTokenSource } from './bind-token-source.ts';
export { isLoopback } from './internal/center-origin.ts';
export { parseRetryAfter } from './internal/retry-after.ts';
export { quote, redact } from './internal/redaction.ts';
export { clientCredentials } from './client-credentials.ts';
export type { ClientCredentialsOptions } from './client-credentials.ts';
export { fetchWithToken } from './fetch-with-token.ts';
export type { AuthHint, FetchWithTokenOptions, TokenAnswer, UnansweredResponse } from './fetch-with-token.ts';
export type { Clock } from './internal/clock.ts';
export { sharedStore } from './shared-store.ts';
export type { SharingOptions } from './shared-store.ts';
export type { AccessToken, BindTarget, Fetch, TokenSource } from './token-source.ts';
export { implicit, type ImplicitOptions, type ImplicitSource, type SignInOptions } from './implicit.ts';
export type { CompletedSignIn } from './internal/complete-sign-in.ts';
export type { SignInState } from './internal/browser-token.ts';
export type { LockOptions, SharedStore, StoredToken, TokenStore } from './token-store.ts';
