/**
 * Client credentials grant: a program signs in with its client id and secret.
 *
 * Here are the options, the request, and the memory of a refused secret; `internal/token-cache.ts` keeps the token.
 *
 * @module
 */
import { checkOptions, checkSecurity } from '#hardening';
import { AuthError } from './auth-error.ts';
import { rootOf } from './internal/center-origin.ts';
import { type Clock, stopwatch, systemClock } from './internal/clock.ts';
import { type Exchange, exchangeWith } from './internal/exchange.ts';
import { grantParameters, LOGOUT_PATH, parseGrant, TOKEN_PATH } from './internal/oauth-wire.ts';
import { type Renew, tokenCache } from './internal/token-cache.ts';
import type { SharedStore } from './token-store.ts';
import type { BindTarget, Fetch, TokenSource } from './token-source.ts';

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions {
  /** Name of a user of type client on the Center. */
  readonly clientId: string;
  /** Its secret, or a function that is asked for it at each renewal, so that it can rotate without a restart. */
  readonly clientSecret: string | (() => string | Promise<string>);
  /** The Center's origin, such as `https://clc.example.com`. Default: given later by what binds the source. */
  readonly baseUrl?: string | undefined;
  /** Where the secret travels. Default: `'query'`, which is what the vendor documents; `'body'` is RFC 6749's. */
  readonly credentialsIn?: 'query' | 'body' | undefined;
  /** Scope to ask for. Default: `'all'`. */
  readonly scope?: string | undefined;
  /** Sends token requests and logout. Default: that of what binds the source, else the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds after which a token request is given up, above 0. Default: 30000. Not for `clientSecret`. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds during which a refused secret is not sent again, 0 or more: failures lock the account. A secret
   * that has changed ends the pause. Default: 30000.
   */
  readonly refusalPause?: number | undefined;
  /** Permits running in a browser page, where every visitor can read the secret. Default: false. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  /** Permits plain HTTP to other machines than this one. Default: false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Shares the token with other processes, such as `fileStore(...)`. Default: memory, in a cache of its own. */
  readonly store?: SharedStore | undefined;
  /** Clocks, for tests. Default: those of the platform. */
  readonly clock?: Clock | undefined;
  /** Random numbers from 0 to 1, for tests. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/**
 * A source of access tokens for a program that holds a client id and secret (RFC 6749 §4.4).
 *
 * Sends nothing until the first token is asked for. Keeps the token in memory, in a cache of its own. Without
 * `baseUrl` it must be bound first, as `createCloudLink` does.
 *
 * @throws `TypeError` on unusable options; {@link AuthError} `insecure_url` on plain HTTP to another machine.
 * `getToken` rejects with `token_refused`, `token_malformed`, `token_unreachable`, `token_timeout` or
 * `secret_unavailable`.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  checkOptions(options);
  if (!options.dangerouslyAllowBrowser && globalThis.document) {
    throw new TypeError('A page keeps no secret: use implicit() or dangerouslyAllowBrowser');
  }
  return sourceFor({ ...options }, {});
}

/** Without any `baseUrl`, a source that is to be bound. */
function sourceFor(settings: ClientCredentialsOptions, target: Partial<BindTarget>): TokenSource {
  const {
    baseUrl = target.baseUrl,
    // The global one is looked up at each call: whoever instruments it later is not passed by.
    fetch = target.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeout = 30_000,
    clock = systemClock,
    random = Math.random,
  } = settings;
  const root = baseUrl === undefined ? '' : rootOf(baseUrl);
  checkSecurity(root, settings);
  const exchange = exchangeWith(root, fetch, timeout);
  const ask = renewal(settings, exchange, clock);
  const shared = root ? settings.store?.share(ask, root, settings) : undefined;
  const cache = tokenCache(shared?.renew ?? ask, clock, random);
  return {
    origin: root.slice(0, -1) || undefined,
    ...cache,
    async logout() {
      rootOf(root);
      const token = cache.peek() ?? (await shared?.peek());
      if (!token) return;
      const headers = { Authorization: `Bearer ${token.value}` };
      const [status] = await exchange(token.value, LOGOUT_PATH, { method: 'DELETE', headers });
      // A 401 says that the session has ended already.
      if (!/^2|401/.test(String(status))) {
        throw new AuthError('logout_failed', 'Call logout() again', { status });
      }
      cache.invalidate(token, true);
      await shared?.forget(token);
    },
    bind: (other) => sourceFor(settings, other),
  };
}

function renewal(
  { clientId, clientSecret, credentialsIn, scope = 'all', refusalPause = 30_000 }: ClientCredentialsOptions,
  exchange: Exchange,
  clock: Clock,
): Renew {
  let refusedSecret: string | undefined;
  let refusal: AuthError;
  let sinceRefusal: () => number;
  return async (outer) => {
    const secret = await readSecret(clientSecret);
    if (secret === refusedSecret && sinceRefusal() < refusalPause) throw refusal;
    const parameters = grantParameters(clientId, secret, scope);
    // URLSearchParams brings its content type.
    const body = credentialsIn === 'body' ? parameters : null;
    const path = TOKEN_PATH + (body ? '' : `?${String(parameters)}`);
    const headers = { Accept: 'application/json' };
    const [status, text] = await exchange(secret, path, { method: 'POST', headers, body }, outer);
    try {
      return parseGrant(status, text, secret);
    } catch (thrown) {
      // parseGrant throws nothing else.
      const error = thrown as AuthError;
      // Whatever the body says, a 401 means that the server counts a failed attempt.
      if (/^(401|invalid_client|unauthorized)/m.test(`${status}\n${error.oauthError}`)) {
        refusedSecret = secret;
        refusal = error;
        sinceRefusal = stopwatch(clock);
      }
      throw error;
    }
  };
}

async function readSecret(clientSecret: ClientCredentialsOptions['clientSecret']): Promise<string> {
  let cause: unknown;
  try {
    const secret = typeof clientSecret === 'function' ? await clientSecret() : clientSecret;
    // Throws on a string that is no Unicode, which could be neither sent nor masked.
    if (typeof secret === 'string' && encodeURIComponent(secret)) return secret;
  } catch (error) {
    cause = error;
  }
  throw new AuthError('secret_unavailable', 'clientSecret() gave no secret', { cause });
}
