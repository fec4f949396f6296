/**
 * What hands out access tokens: the contract between the grants, the middleware and the client.
 *
 * `client-credentials.ts` makes one; `bearer-auth.ts` and `auth-fetch.ts` use it. Anyone may write another.
 *
 * @module
 */

/** A function like the global `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An access token. Tokens made here do not show `value` when they are printed, spread or turned into JSON. */
export interface AccessToken {
  /** What follows `Bearer ` in the Authorization header: opaque (RFC 6750 §2.1). */
  readonly value: string;
  /** Milliseconds since the epoch by this machine's clock; `undefined` when the server named no lifetime. */
  readonly expiresAt: number | undefined;
}

/** Where a source is to ask for tokens, and how. */
export interface BindTarget {
  /** The Center's origin, such as `https://clc.example.com`. */
  readonly baseUrl: string;
  /** Sends the token requests, unless the source was given a `fetch` of its own. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** Hands out the current access token and gets a new one when needed. */
export interface TokenSource {
  /** Origin of the Center that issues the tokens; `undefined` while the source is not bound to one. */
  readonly origin: string | undefined;
  /** The current token, or `undefined` when there is none or it has ended. Never starts a request. */
  peek(): AccessToken | undefined;
  /**
   * The current token, or a new one. Concurrent calls share one token request; `signal` ends only this call's
   * waiting, with `signal.reason`.
   *
   * @throws `AuthError` when no token can be had.
   */
  getToken(options?: { readonly signal?: AbortSignal | null | undefined }): Promise<AccessToken>;
  /** Tells that the server rejected a token: it is forgotten, if it is still the current one. */
  invalidate(accessToken: AccessToken): void;
  /**
   * Ends the session at the server and forgets the token. **The Center hands the same token to every process that
   * signs in with the same client, so this signs all of them out.** Without a current token nothing is sent.
   *
   * @throws `AuthError` `logout_failed` when the server did not confirm it; the token is kept, call again.
   */
  logout(): Promise<void>;
  /** A source with the same credentials and a cache of its own, for one address. See `bindTokenSource`. */
  bind?(target: BindTarget): TokenSource;
}
