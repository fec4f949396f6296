/**
 * Client credentials grant: a program signs in with its client id and secret.
 *
 * This file has the options. `internal/token-request.ts` sends the token request, `internal/token-cache.ts`
 * keeps the token.
 *
 * @module
 */
import { accountOf } from './internal/account.ts';
import { checkClientOptions, checkSecurity } from './internal/check-options.ts';
import { rootOf } from './internal/center-origin.ts';
import { type Clock, systemClock } from './internal/clock.ts';
import { exchangeWith, globalFetch } from './internal/exchange.ts';
import { endSession } from './internal/logout.ts';
import { tokenCache } from './internal/token-cache.ts';
import { tokenRequest } from './internal/token-request.ts';
import type { BindTarget, Fetch, TokenSource } from './token-source.ts';
import type { SharedStore } from './token-store.ts';

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions {
  /** Client id: the name of a user of type client on the Center. */
  readonly clientId: string;
  /**
   * The client secret, or a function that returns it. A function is called at each renewal, so the secret can
   * rotate.
   */
  readonly clientSecret: string | (() => string | Promise<string>);
  /**
   * The Center's origin, such as `https://clc.example.com`. Default: that of the client that the source is
   * bound to.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Where the request carries the secret. Default: `'query'`, as the vendor documents; `'body'` follows RFC
   * 6749.
   */
  readonly credentialsIn?: 'query' | 'body' | undefined;
  /** Scope of the token. Default: `'all'`. */
  readonly scope?: string | undefined;
  /**
   * Sends token requests and logout. Default: that of the client that the source is bound to, else the global
   * `fetch`.
   */
  readonly fetch?: Fetch | undefined;
  /**
   * How long a caller waits for the response to a token request, in milliseconds, above 0. Default: 30000.
   * The time of `clientSecret()` does not count. After a time out the request continues, for 60 s at most,
   * because its response tells whether the secret is right.
   */
  readonly timeout?: number | undefined;
  /**
   * How long a refused secret is not sent again, in milliseconds, 0 or more. Default: 60000. Repeated
   * failures lock the account, so the pause is 5 times as long after the second refusal and 15 times after
   * the third. A changed secret is tried once at once.
   */
  readonly refusalPause?: number | undefined;
  /** Allows use in a browser page, where every visitor can read the secret. Default: false. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  /** Allows plain HTTP to other machines. Default: false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Shares the token between processes, such as `fileStore(...)`. Default: none, the token stays in memory. */
  readonly store?: SharedStore | undefined;
  /** Clocks, for tests. Default: the platform's. */
  readonly clock?: Clock | undefined;
  /** Returns random numbers from 0 to 1, for tests. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/**
 * A source of access tokens for a program with a client id and secret (RFC 6749 §4.4).
 *
 * The first call of `getToken` sends the first request. The token stays in memory, in the source's own cache.
 * Without `baseUrl` the source must be bound first, as `createCloudLink` does.
 *
 * @example
 *
 * ```ts
 * import { clientCredentials } from '@cloudlink-center/auth';
 *
 * export async function tokenFor(clientSecret: string): Promise<string> {
 *   const source = clientCredentials({
 *     baseUrl: 'https://clc.example.com',
 *     clientId: 'automation',
 *     clientSecret,
 *   });
 *   const { value } = await source.getToken({ signal: AbortSignal.timeout(5000) });
 *   return value;
 * }
 * ```
 *
 * @throws `TypeError` for invalid options; `AuthError` `insecure_url` for plain HTTP to another machine.
 *   `getToken` rejects with `token_refused`, `token_malformed`, `token_unreachable`, `token_timeout` or
 *   `secret_unavailable`.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  checkClientOptions(options);
  if (!options.dangerouslyAllowBrowser && globalThis.document) {
    throw new TypeError('Pages cannot keep secrets: use implicit() or dangerouslyAllowBrowser');
  }
  return sourceFor({ ...options }, {});
}

/** Without any `baseUrl`, the source has to be bound first. */
function sourceFor(settings: ClientCredentialsOptions, target: Partial<BindTarget>): TokenSource {
  const { timeout = 30_000, clock = systemClock, random = Math.random, scope = 'all', clientId } = settings;
  const baseUrl = settings.baseUrl ?? target.baseUrl;
  const root = baseUrl === undefined ? '' : rootOf(baseUrl);
  checkSecurity(root, settings);
  const exchange = exchangeWith(root, settings.fetch ?? target.fetch ?? globalFetch);
  const account = accountOf(clock, root, clientId);
  const guard = { account, pause: settings.refusalPause ?? 60_000, longestWait: timeout };
  const ask = tokenRequest({ ...settings, scope }, exchange, guard);
  const shared =
    root === '' ? undefined : settings.store?.share(ask, { root, clientId, scope, clock, account });
  const { renewed, ...cache } = tokenCache(shared?.renew ?? ask, { clock, random, timeout });
  return {
    origin: root === '' ? undefined : root.slice(0, -1),
    ...cache,
    async logout() {
      rootOf(root);
      const held = cache.peek();
      // A renewal in progress may bring another token.
      const last = (await renewed()) ?? held ?? (await shared?.peek());
      for (const token of new Set([held, last])) {
        if (!token) continue;
        await endSession(exchange, token, timeout);
        cache.invalidate(token, true);
        await shared?.forget(token);
      }
    },
    bind: (other) => sourceFor(settings, other),
  };
}
