/**
 * Token sources: the contract between the grants, the middleware and the client.
 *
 * `client-credentials.ts` and `implicit.ts` create one, `bearer-auth.ts` and `auth-fetch.ts` use one. Anyone
 * can write another.
 *
 * @module
 */

/** A function like the global `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An access token. `value` does not show when a token of this package is printed, spread or turned into JSON. */
export interface AccessToken {
  /** What follows `Bearer ` in the Authorization header: opaque (RFC 6750 §2.1). */
  readonly value: string;
  /**
   * When the token ends, in milliseconds since the epoch by this machine's clock; `undefined` if the server
   * named no lifetime.
   */
  readonly expiresAt: number | undefined;
}

/** Where and how a bound source gets its tokens. */
export interface BindTarget {
  /** The Center's origin, such as `https://clc.example.com`. */
  readonly baseUrl: string;
  /** Sends the token requests, unless the source has its own `fetch`. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** Returns the current access token and gets a new one when needed. */
export interface TokenSource {
  /** Origin of the Center that issues the tokens; `undefined` while the source is not bound. */
  readonly origin: string | undefined;
  /** Returns the current token, or `undefined` if there is none or it has ended. Never sends a request. */
  peek(): AccessToken | undefined;
  /**
   * Returns the current token, or gets a new one. Concurrent calls share one token request. `signal` ends the
   * waiting of this call only, which rejects with `signal.reason`.
   *
   * @throws `AuthError` if there is no token.
   */
  getToken(options?: { readonly signal?: AbortSignal | null | undefined }): Promise<AccessToken>;
  /** Call it when the server rejected a token. The source forgets the token if it is still the current one. */
  invalidate(accessToken: AccessToken): void;
  /**
   * Ends the session at the server and forgets the token. **A Center gives the same token to every process of
   * a client, so this signs all of them out.** Without a current token nothing is sent.
   *
   * @throws `AuthError` `logout_failed` if the server did not confirm it. The token is kept: call `logout`
   *   again.
   */
  logout(): Promise<void>;
  /** Returns a source with the same credentials and its own cache, for one address. See `bindTokenSource`. */
  bind?(target: BindTarget): TokenSource;
}
