/**
 * Implicit grant: a person signs in on the Center's own page, in a browser.
 *
 * Here are the options. `internal/sign-in-ways.ts` starts a sign-in, `internal/complete-sign-in.ts` ends one by redirect, and
 * `internal/browser-token.ts` keeps the token.
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
  /** Client id of the application. Which ones a Center accepts is not documented by the vendor: ask its administrator. */
  readonly clientId: string;
  /** URL of the page of this application that calls `completeSignIn()`; of the same origin as the page that signs in. */
  readonly redirectUri: string;
  /** The Center's origin, such as `https://clc.example.com`. Default: given later by what binds the source. */
  readonly baseUrl?: string | undefined;
  /** Scope to ask for. Default: `'all'`. */
  readonly scope?: string | undefined;
  /** Where the token is kept. Default: `'memory'`; `'sessionStorage'` survives a reload, and any script of the page can read it. */
  readonly storage?: 'memory' | 'sessionStorage' | undefined;
  /** What calls do while nobody is signed in. Default: `'fail'` with `sign_in_required`; `'wait'` for the sign-in. */
  readonly whenSignedOut?: 'fail' | 'wait' | undefined;
  /** Milliseconds that calls wait for a sign-in, and a sign-in for its window, above 0. Default: 300000. */
  readonly timeout?: number | undefined;
}

/** Options of {@link ImplicitSource.signIn}. */
export interface SignInOptions {
  /** Sign in in a window of its own; only in answer to a click. Default: false, the whole page goes. */
  readonly popup?: boolean | undefined;
  /** Ends the waiting for the window, with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** A token source for people. */
export interface ImplicitSource extends TokenSource {
  /** Whether somebody is signed in. */
  readonly state: SignInState;
  /** Is told each new state; returns a function that ends it. */
  subscribe(listener: (state: SignInState) => void): () => void;
  /**
   * Goes to the Center's login page. By redirect the promise never settles, since the page is left.
   *
   * @throws {@link AuthError} `popup_blocked`, `sign_in_denied`, `sign_in_timeout`, `state_mismatch`, `token_refused` or `token_malformed`.
   */
  signIn(options?: SignInOptions): Promise<AccessToken>;
  /**
   * Call it on every page, before anything else. On the redirect page it takes the answer out of the address bar and the history, checks
   * it and signs in; other pages and addresses it leaves as they are. Where the browser lists the address with the token in
   * `performance`, the redirect page is loaded once more without it.
   *
   * @returns Where the application was; `undefined` when nothing came back, in the window of a sign-in, and while the page loads again.
   * @throws {@link AuthError} as {@link ImplicitSource.signIn}.
   */
  completeSignIn(): CompletedSignIn | undefined;
  /** As `logout`; also forgets the token when the server did not confirm it. */
  signOut(): Promise<void>;
  /** A source for one address. Sources that come from one call of `implicit` share the token of each Center. */
  bind(target: BindTarget): ImplicitSource;
}

/**
 * A source of access tokens for people in a browser (RFC 6749 §4.2). No refresh token exists: near the end of a token the state becomes
 * `expired`, and the application decides when to sign in again.
 *
 * @throws `TypeError` on unusable options; {@link AuthError} `insecure_url` on plain HTTP to another machine.
 */
export function implicit(options: ImplicitOptions): ImplicitSource {
  checkPageOptions(options);
  return sourceFor({ ...options }, {}, new Map());
}

/** Without any `baseUrl`, a source that is to be bound. */
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
