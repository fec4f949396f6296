/**
 * Implicit grant: a person signs in on the Center's login page, in a browser.
 *
 * This file has the options. `internal/sign-in-ways.ts` starts a sign-in, `internal/complete-sign-in.ts`
 * completes one by redirect, and `internal/browser-token.ts` keeps the token.
 *
 * @module
 */
import { AuthError } from './auth-error.ts';
import type { SignInState } from './internal/browser-token.ts';
import { checkPageOptions } from './internal/check-options.ts';
import { completeSignIn, type CompletedSignIn } from './internal/complete-sign-in.ts';
import { type PageCenter, pageCenter, type Tokens } from './internal/page-center.ts';
import { signInByPopup, signInByRedirect } from './internal/sign-in-ways.ts';
import { signOutOf } from './internal/sign-out.ts';
import { waitForToken } from './internal/wait-for-token.ts';
import type { AccessToken, BindTarget, TokenSource } from './token-source.ts';

/** Options of {@link implicit}. */
export interface ImplicitOptions {
  /**
   * Client id of the application. The vendor does not document which ones a Center accepts: ask its
   * administrator.
   */
  readonly clientId: string;
  /**
   * URL of the page of this application that calls `completeSignIn()`, on the same origin as the page that
   * signs in.
   */
  readonly redirectUri: string;
  /**
   * The Center's origin, such as `https://clc.example.com`. Default: that of the client that the source is
   * bound to.
   */
  readonly baseUrl?: string | undefined;
  /** Scope of the token. Default: `'all'`. */
  readonly scope?: string | undefined;
  /**
   * Where the token is kept. Default: `'memory'`. `'sessionStorage'` survives a reload, but every script of
   * the page can read it.
   */
  readonly storage?: 'memory' | 'sessionStorage' | undefined;
  /**
   * What `getToken` does while nobody is signed in. Default: `'fail'` with `sign_in_required`; `'wait'` waits
   * for the sign-in.
   */
  readonly whenSignedOut?: 'fail' | 'wait' | undefined;
  /**
   * How long a call waits for a sign-in, and a sign-in for its window, in milliseconds, above 0. Default:
   * 300000.
   */
  readonly timeout?: number | undefined;
}

/** Options of {@link ImplicitSource.signIn}. */
export interface SignInOptions {
  /**
   * Opens the login page in a window; browsers allow this only in a click handler. Default: false, the page
   * is redirected.
   */
  readonly popup?: boolean | undefined;
  /** Stops waiting for the window; the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** A token source for a person in a browser. */
export interface ImplicitSource extends TokenSource {
  /** Whether the person is signed in. */
  readonly state: SignInState;
  /** Calls `listener` with each new state. Returns a function that ends the subscription. */
  subscribe(listener: (state: SignInState) => void): () => void;
  /**
   * Opens the Center's login page. With a redirect the browser leaves the page, so the promise never settles.
   *
   * @returns The new token, with `popup: true`.
   * @throws {@link AuthError} `popup_blocked`, `sign_in_denied`, `sign_in_timeout`, `state_mismatch`,
   *   `token_refused` or `token_malformed`.
   */
  signIn(options?: SignInOptions): Promise<AccessToken>;
  /**
   * Completes a sign-in by redirect. Call it on every page, before anything else. On the redirect page it
   * removes the answer from the address bar and the history, checks it and signs in; on other pages it does
   * nothing. If the browser lists the address with the token in `performance`, the redirect page is reloaded
   * without it.
   *
   * @returns Where the application was; `undefined` if there is no answer, in a sign-in window, and during
   *   such a reload.
   * @throws {@link AuthError} as {@link ImplicitSource.signIn}.
   */
  completeSignIn(): CompletedSignIn | undefined;
  /**
   * Ends the session at the Center and forgets the token, even if the Center does not confirm the logout.
   *
   * @throws {@link AuthError} `logout_failed` if the Center did not confirm it.
   */
  signOut(): Promise<void>;
  /** Returns a source for one address. Sources from the same call of `implicit` share the token of a Center. */
  bind(target: BindTarget): ImplicitSource;
}

/**
 * A source of access tokens for a person in a browser (RFC 6749 §4.2). The grant has no refresh token: half a
 * minute before a token ends the state becomes `expired`, and the application decides when to sign in again.
 *
 * @example
 *
 * ```ts
 * import { implicit } from '@cloudlink-center/auth';
 *
 * const source = implicit({
 *   baseUrl: 'https://clc.example.com',
 *   clientId: 'web',
 *   redirectUri: 'https://app.example.com/callback',
 * });
 * const completed = source.completeSignIn();
 * if (completed) history.replaceState(null, '', completed.returnTo);
 * document.querySelector('button')?.addEventListener('click', () => {
 *   source.signIn({ popup: true }).catch(console.warn);
 * });
 * ```
 *
 * @throws `TypeError` for invalid options; {@link AuthError} `insecure_url` for plain HTTP to another machine.
 */
export function implicit(options: ImplicitOptions): ImplicitSource {
  checkPageOptions(options);
  return sourceFor({ ...options }, {}, new Map());
}

/** Without any `baseUrl`, the source has to be bound first. */
function sourceFor(settings: ImplicitOptions, target: Partial<BindTarget>, tokens: Tokens): ImplicitSource {
  const center = pageCenter(settings, target, tokens);
  const signOut = (): Promise<void> => signOutOf(center);
  return {
    origin: center.origin,
    get state() {
      return center.token().state;
    },
    subscribe: (listener) => center.token().subscribe(listener),
    peek: () => center.token().peek(),
    getToken: (wait) => getToken(center, settings, wait?.signal ?? undefined),
    invalidate({ value }) {
      const token = center.token();
      if (token.peek()?.value === value) token.clear('expired');
    },
    async signIn({ popup, signal } = {}) {
      signal?.throwIfAborted();
      return popup ? signInByPopup(center, signal) : signInByRedirect(center);
    },
    completeSignIn: () => completeSignIn(center),
    logout: signOut,
    signOut,
    bind: (other) => sourceFor(settings, other, tokens),
  };
}

async function getToken(
  center: PageCenter,
  { whenSignedOut = 'fail' }: ImplicitOptions,
  signal: AbortSignal | undefined,
): Promise<AccessToken> {
  signal?.throwIfAborted();
  const present = center.token().peek();
  if (present) return present;
  if (whenSignedOut === 'wait') return waitForToken(center.token(), center.timeout, signal);
  throw new AuthError('sign_in_required', 'Nobody is signed in: call signIn()');
}
