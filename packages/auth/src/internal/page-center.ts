/**
 * The Center that a page signs in to: its address, its login page, and the person's token.
 *
 * @module
 */
import type { AccessToken, BindTarget, Fetch } from '../token-source.ts';
import { type BrowserToken, createBrowserToken } from './browser-token.ts';
import { rootOf } from './center-origin.ts';
import { checkSecurity } from './check-options.ts';
import { type Exchange, exchangeWith, globalFetch } from './exchange.ts';
import { readGrant, type SignInAnswer } from './sign-in-answer.ts';

/** What a page says about itself and its Center. */
export interface PageSettings {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly baseUrl?: string | undefined;
  readonly scope?: string | undefined;
  readonly storage?: 'memory' | 'sessionStorage' | undefined;
  readonly timeout?: number | undefined;
}

export interface PageCenter {
  /** Milliseconds that a sign-in may take. */
  readonly timeout: number;
  readonly origin: () => string | undefined;
  /** The person's token. It is not known before the address is. */
  readonly token: () => BrowserToken;
  /** The login page, for an attempt with this state. */
  readonly loginPage: (state: string) => string;
  /** Signs in with an answer whose state has been compared. */
  readonly finish: (answer: SignInAnswer) => AccessToken;
  readonly exchange: Exchange;
  readonly bind: (target: BindTarget) => void;
}

/** Milliseconds after which a logout is given up. */
const LOGOUT_TIMEOUT = 30_000;

export function pageCenter(settings: PageSettings): PageCenter {
  const { clientId, storage, timeout = 300_000 } = settings;
  let origin = settings.baseUrl === undefined ? undefined : originOf(settings.baseUrl);
  let send: Fetch = globalFetch;
  let held: BrowserToken | undefined;

  const token = (): BrowserToken => {
    if (origin === undefined) throw new TypeError('Give the token source a baseUrl');
    const key = storage === 'sessionStorage' ? `cloudlink-token.${origin}.${clientId}` : undefined;
    held ??= createBrowserToken(key);
    return held;
  };
  return {
    timeout,
    origin: () => origin,
    token,
    loginPage: (state) => loginPage(origin ?? '', settings, state),
    finish(answer) {
      try {
        return token().set(readGrant(answer));
      } catch (error) {
        token().clear('signed-out');
        throw error;
      }
    },
    exchange: (request) => exchangeWith(`${origin ?? ''}/`, withoutCookies(send), LOGOUT_TIMEOUT)(request),
    bind(target) {
      origin ??= originOf(target.baseUrl);
      send = target.fetch ?? send;
    },
  };
}

function originOf(baseUrl: string): string {
  const root = rootOf(baseUrl);
  checkSecurity(root, {});
  return root.slice(0, -1);
}

/** The browser's cookies for the Center are not ours to send. */
function withoutCookies(send: Fetch): Fetch {
  return (input, init) => send(input, { ...init, credentials: 'omit' });
}

function loginPage(origin: string, { clientId, redirectUri, scope = 'all' }: PageSettings, state: string) {
  const query = { response_type: 'token', client_id: clientId, redirect_uri: redirectUri, scope, state };
  return `${origin}/cloudlink/oauth/authorize?${String(new URLSearchParams(query))}`;
}
