/**
 * Implicit grant: a person signs in on the Center's own page, in a browser.
 *
 * Here are the options and the life of a sign-in; `internal/sign-in-attempts.ts` keeps the state of redirects, `internal/popup.ts` that
 * of windows, `internal/browser-token.ts` the token.
 *
 * @module
 */
import { checkSecurity } from '#hardening';
import { AuthError } from './auth-error.ts';
import { type BrowserToken, createBrowserToken, type SignInState } from './internal/browser-token.ts';
import { rootOf } from './internal/center-origin.ts';
import { LOGOUT_PATH } from './internal/oauth-wire.ts';
import { handOver, openPopup, popupAnswer, TOO_LATE } from './internal/popup.ts';
import { keepAttempt, newState, takeAttempt } from './internal/sign-in-attempts.ts';
import { readAnswer, readGrant, type SignInAnswer } from './internal/sign-in-answer.ts';
import type { AccessToken, BindTarget, Fetch, TokenSource } from './token-source.ts';

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

/** A sign-in that came back by redirect. */
export interface CompletedSignIn {
  /** URL at which the application was when it started to sign in. */
  readonly returnTo: string;
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
   * On the redirect page, before anything else: takes the answer out of the address bar and the history, checks it and signs in.
   *
   * @returns Where the application was; `undefined` when the page was opened by itself, or is the window of a sign-in.
   * @throws {@link AuthError} as {@link ImplicitSource.signIn}.
   */
  completeSignIn(): CompletedSignIn | undefined;
  /** As `logout`. */
  signOut(): Promise<void>;
}

/**
 * A source of access tokens for people in a browser (RFC 6749 §4.2). No refresh token exists: near the end of a token the state becomes
 * `expired`, and the application decides when to sign in again.
 *
 * @throws `TypeError` on unusable options; {@link AuthError} `insecure_url` on plain HTTP to another machine.
 */
export function implicit(options: ImplicitOptions): ImplicitSource {
  checkOptions(options);
  const { clientId, redirectUri, scope = 'all', storage, whenSignedOut, timeout = 300_000 } = options;
  let origin = options.baseUrl === undefined ? undefined : originOf(options.baseUrl);
  let send: Fetch = globalFetch;
  let held: BrowserToken | undefined;

  /** The token of this address. It is not known before the address is. */
  const token = (): BrowserToken => {
    if (origin === undefined) throw new TypeError('Give the token source a baseUrl');
    return (held ??= createBrowserToken(
      storage === 'sessionStorage' ? `cloudlink-token.${origin}.${clientId}` : undefined,
    ));
  };
  const authorizeUrl = (state: string): string => {
    const query = { response_type: 'token', client_id: clientId, redirect_uri: redirectUri, scope, state };
    return `${origin ?? ''}/cloudlink/oauth/authorize?${String(new URLSearchParams(query))}`;
  };
  const finish = (answer: SignInAnswer): AccessToken => {
    try {
      return token().set(readGrant(answer));
    } catch (error) {
      token().clear('signed-out');
      throw error;
    }
  };

  const source: ImplicitSource = {
    get origin() {
      return origin;
    },
    get state() {
      return token().state;
    },
    subscribe: (listener) => token().subscribe(listener),
    peek: () => token().peek(),
    async getToken({ signal } = {}) {
      signal?.throwIfAborted();
      const present = token().peek();
      if (present) return present;
      if (whenSignedOut !== 'wait')
        throw new AuthError('sign_in_required', 'Nobody is signed in: call signIn()');
      return waitForToken(token(), timeout, signal ?? undefined);
    },
    invalidate(rejected) {
      if (token().peek()?.value === rejected.value) token().clear('expired');
    },
    async signIn({ popup, signal } = {}) {
      signal?.throwIfAborted();
      const before = token().state;
      const state = newState(popup ? 'popup' : 'redirect');
      if (!popup) {
        keepAttempt(state, { origin: origin ?? '', returnTo: location.href, at: Date.now() });
        token().change('signing-in');
        // The page may come back out of the history, still as it was.
        addEventListener('pageshow', () => token().change(before), { once: true });
        location.assign(authorizeUrl(state));
        return new Promise(() => {});
      }
      const opened = openPopup(authorizeUrl(state));
      token().change('signing-in');
      try {
        return finish(await popupAnswer(opened, state, timeout, signal));
      } finally {
        if (token().state === 'signing-in') token().change(before);
      }
    },
    completeSignIn() {
      const { hash, search } = location;
      const answer = readScrubbed(hash, search);
      const state = answer?.get('state');
      if (!answer || !state) return undefined;
      if (state.startsWith('p') && handOver({ hash, search })) return undefined;
      const attempt = takeAttempt(state);
      if (attempt === undefined || attempt.origin !== origin)
        throw new AuthError('state_mismatch', 'No sign-in was waiting for this answer: sign in again');
      finish(answer);
      return { returnTo: attempt.returnTo };
    },
    logout: signOut,
    signOut,
    bind(target: BindTarget) {
      origin ??= originOf(target.baseUrl);
      if (target.fetch) send = target.fetch;
      return source;
    },
  };

  async function signOut(): Promise<void> {
    const present = token().peek();
    if (present) await endSession(origin ?? '', present, send);
    token().clear('signed-out');
  }
  return source;
}

/** Looked up at each call: whoever instruments the global one later is not passed by. */
const globalFetch: Fetch = (input, init) => fetch(input, init);

function originOf(baseUrl: string): string {
  const root = rootOf(baseUrl);
  checkSecurity(root, {});
  return root.slice(0, -1);
}

function checkOptions({ clientId, redirectUri, timeout = 1 }: ImplicitOptions): void {
  // The upper bound is that of timers.
  if (
    !clientId ||
    !URL.canParse(redirectUri) ||
    redirectUri.includes('#') ||
    !(timeout > 0 && timeout < 2 ** 31)
  )
    throw new TypeError('clientId, redirectUri or timeout is missing or not as documented');
}

/** Takes what came back out of the address bar and the history before it is looked at. */
function readScrubbed(hash: string, search: string): SignInAnswer | undefined {
  if (/[#&?](access_token|error|state)=/.test(hash + search))
    history.replaceState(history.state, '', location.pathname + withoutAnswer(search));
  return readAnswer({ hash, search });
}

/** The application's own parameters stay. */
function withoutAnswer(search: string): string {
  const query = new URLSearchParams(search);
  if (query.has('error')) for (const name of ['error', 'error_description', 'state']) query.delete(name);
  return query.size > 0 ? `?${String(query)}` : '';
}

function waitForToken(
  token: BrowserToken,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<AccessToken> {
  const done = new AbortController();
  return new Promise<AccessToken>((resolve, reject) => {
    const end = token.subscribe(() => {
      const present = token.peek();
      if (present) resolve(present);
    });
    const late = setTimeout(() => reject(new AuthError('sign_in_timeout', TOO_LATE)), timeout);
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: done.signal });
    done.signal.addEventListener('abort', () => {
      end();
      clearTimeout(late);
    });
  }).finally(() => done.abort());
}

/** A 401 says that the session has ended already. */
async function endSession(origin: string, { value }: AccessToken, send: Fetch): Promise<void> {
  let status: number | undefined;
  try {
    const headers = { Authorization: `Bearer ${value}`, Accept: 'application/json' };
    const init = { method: 'DELETE', headers, redirect: 'manual', credentials: 'omit' } as const;
    ({ status } = await send(`${origin}/${LOGOUT_PATH}`, init));
  } catch {
    // Told below; the error of fetch says nothing more to a page.
  }
  if (status === 401 || (status !== undefined && status > 199 && status < 300)) return;
  const why =
    status === undefined ? 'no answer; did POST /cors allow this origin?' : `status ${String(status)}`;
  throw new AuthError('logout_failed', `The session may be alive: ${why}`, { status, retryable: true });
}
