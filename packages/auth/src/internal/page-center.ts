/**
 * The Center that a page signs in to: its address, its login page, and the person's token.
 *
 * @module
 */
import type { BindTarget, Fetch } from '../token-source.ts';
import { type BrowserToken, createBrowserToken } from './browser-token.ts';
import { rootOf } from './center-origin.ts';
import { checkSecurity } from './check-options.ts';
import { type Exchange, exchangeWith, globalFetch } from './exchange.ts';
import type { Grant } from './grant.ts';
import { readGrant, type SignInAnswer } from './sign-in-answer.ts';

/** The options that describe the page and its Center. */
export interface PageSettings {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly baseUrl?: string | undefined;
  readonly scope?: string | undefined;
  readonly storage?: 'memory' | 'sessionStorage' | undefined;
  readonly timeout?: number | undefined;
}

export interface PageCenter {
  /** Time limit of a sign-in, in milliseconds. */
  readonly timeout: number;
  readonly redirectUri: string;
  /** Undefined while the source is not bound. */
  readonly origin: string | undefined;
  /** The person's token. Throws if the source has no address. */
  readonly token: () => BrowserToken;
  /** URL of the login page, for an attempt with this state. */
  readonly loginPage: (state: string) => string;
  /** Parses an answer whose state was checked. If it has no token, the person is signed out. */
  readonly read: (answer: SignInAnswer) => Grant;
  readonly exchange: Exchange;
}

/** Tokens by origin: sources that are bound to the same Center share the person's token. */
export type Tokens = Map<string, BrowserToken>;

export function pageCenter(settings: PageSettings, target: Partial<BindTarget>, tokens: Tokens): PageCenter {
  const { clientId, redirectUri, storage, timeout = 300_000 } = settings;
  const baseUrl = settings.baseUrl ?? target.baseUrl;
  const origin = baseUrl === undefined ? undefined : originOf(baseUrl);
  const token = (): BrowserToken => {
    // rootOf() throws if there is no address.
    const known = origin ?? rootOf();
    const key = storage === 'sessionStorage' ? `cloudlink-token.${known}.${clientId}` : undefined;
    const held = tokens.get(known) ?? createBrowserToken(key);
    tokens.set(known, held);
    return held;
  };
  return {
    timeout,
    redirectUri,
    origin,
    token,
    loginPage: (state) => loginPage(origin ?? '', settings, state),
    read(answer) {
      try {
        return readGrant(answer);
      } catch (error) {
        token().clear('signed-out');
        throw error;
      }
    },
    exchange: exchangeWith(`${origin ?? ''}/`, withoutCookies(target.fetch ?? globalFetch)),
  };
}

function originOf(baseUrl: string): string {
  const root = rootOf(baseUrl);
  checkSecurity(root, {});
  return root.slice(0, -1);
}

/** Requests of the SDK never send the browser's cookies for the Center. */
function withoutCookies(send: Fetch): Fetch {
  return (input, init) => send(input, { ...init, credentials: 'omit' });
}

function loginPage(origin: string, { clientId, redirectUri, scope = 'all' }: PageSettings, state: string) {
  const query = { response_type: 'token', client_id: clientId, redirect_uri: redirectUri, scope, state };
  return `${origin}/cloudlink/oauth/authorize?${String(new URLSearchParams(query))}`;
}
