/**
 * Client credentials grant: a program signs in with its client id and secret.
 *
 * Here are the options, the request, and the memory of a refused secret; `internal/token-cache.ts` keeps the token.
 *
 * @module
 */
import { AuthError, isAuthError } from './auth-error.ts';
import { centerOrigin, UNBOUND } from './internal/center-origin.ts';
import { type Clock, stopwatch, systemClock } from './internal/clock.ts';
import { type Exchange, exchangeWith } from './internal/exchange.ts';
import { type Grant, grantParameters, LOGOUT_PATH, parseGrant, TOKEN_PATH } from './internal/oauth-wire.ts';
import { tokenCache } from './internal/token-cache.ts';
import type { Fetch, TokenSource } from './token-source.ts';

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
  const { baseUrl, ...settings } = options;
  checkOptions(settings);
  if (baseUrl !== undefined) return boundSource(settings, baseUrl, settings.fetch);
  return {
    origin: undefined,
    peek: () => undefined,
    getToken: unbound,
    invalidate: () => {},
    logout: unbound,
    bind: (target) => boundSource(settings, target.baseUrl, settings.fetch ?? target.fetch),
  };
}

const unbound = (): Promise<never> => Promise.reject(new TypeError(UNBOUND));

type Settings = Omit<ClientCredentialsOptions, 'baseUrl'>;

function checkOptions(settings: Settings): void {
  const { clientId, clientSecret, credentialsIn = 'query', timeout = 1, refusalPause = 0 } = settings;
  const wrong =
    !clientId || typeof clientId !== 'string'
      ? 'clientId'
      : !clientSecret || !/string|function/.test(typeof clientSecret)
        ? 'clientSecret'
        : !/^(query|body)$/.test(credentialsIn)
          ? 'credentialsIn'
          : // The upper bound is that of timers.
            !(timeout > 0 && timeout < 2 ** 31)
            ? 'timeout'
            : !(refusalPause >= 0) && 'refusalPause';
  if (wrong) throw new TypeError(`${wrong} is missing or not as documented`);
  if (!settings.dangerouslyAllowBrowser && typeof window === 'object' && window.document) {
    throw new TypeError(
      'A page shows its secret to every visitor: use implicit(), or set dangerouslyAllowBrowser',
    );
  }
}

function boundSource(settings: Settings, baseUrl: string, fetch: Fetch | undefined): TokenSource {
  const origin = centerOrigin(baseUrl, settings.allowInsecureHttp);
  const { clock = systemClock, random = Math.random, timeout = 30_000 } = settings;
  // Looked up at each call: whoever instruments the global fetch later is not passed by.
  const exchange = exchangeWith(origin, fetch ?? ((url, init) => globalThis.fetch(url, init)), timeout);
  const cache = tokenCache(renewal(settings, exchange, clock), clock, random);
  return {
    origin,
    peek: cache.peek,
    getToken: (options) => cache.get(options?.signal),
    invalidate: cache.invalidate,
    async logout() {
      const token = cache.peek();
      if (!token) return;
      await endSession(exchange, token.value);
      cache.invalidate(token, true);
    },
    bind: (target) => boundSource(settings, baseUrl, settings.fetch ?? target.fetch),
  };
}

function renewal(
  { clientId, clientSecret, credentialsIn, scope = 'all', refusalPause = 30_000 }: Settings,
  exchange: Exchange,
  clock: Clock,
): (signal: AbortSignal) => Promise<Grant> {
  let refused: { secret: string; error: AuthError; age: () => number } | undefined;
  return async (outer) => {
    const secret = await readSecret(clientSecret);
    if (refused?.secret === secret && refused.age() < refusalPause) throw refused.error;
    const parameters = grantParameters(clientId, secret, scope);
    try {
      const { status, text } = await (credentialsIn === 'body'
        ? // URLSearchParams brings its content type.
          exchange(secret, TOKEN_PATH, { method: 'POST', body: parameters }, outer)
        : exchange(secret, `${TOKEN_PATH}?${String(parameters)}`, { method: 'POST' }, outer));
      return parseGrant(status, text, secret);
    } catch (error) {
      if (isAuthError(error) && isRefusal(error)) refused = { secret, error, age: stopwatch(clock).age };
      throw error;
    }
  };
}

/** Whatever the body says, a 401 means that the server counts a failed attempt. */
function isRefusal({ status, oauthError = '' }: AuthError): boolean {
  return status === 401 || /^(invalid_client|unauthorized(_client)?)$/.test(oauthError);
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

/** A 401 says that the session has ended already. */
async function endSession(exchange: Exchange, token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  const { status } = await exchange(token, LOGOUT_PATH, { method: 'DELETE', headers });
  if (status !== 401 && (status < 200 || status > 299)) {
    throw new AuthError('logout_failed', `Status ${status}: call logout() again`, {
      status,
      retryable: true,
    });
  }
}
