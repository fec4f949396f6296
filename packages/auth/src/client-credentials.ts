/**
 * Client credentials grant: a program signs in with its client id and secret.
 *
 * Here are the options; `internal/token-request.ts` asks the server, and `internal/token-cache.ts` keeps the token.
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
  /**
   * Milliseconds that a caller waits for the answer to a token request, above 0. Default: 30000. Not for `clientSecret`. A request that
   * was sent runs to its end, for 60 s at most, whoever waits for it: its answer tells whether the secret is right.
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds during which a refused secret is not sent again, 0 or more: failures lock the account. After the second refusal
   * it is five times as long, then fifteen times. A secret that has changed gets one try at once. Default: 60000.
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
 * @throws `TypeError` on unusable options; `AuthError` `insecure_url` on plain HTTP to another machine.
 * `getToken` rejects with `token_refused`, `token_malformed`, `token_unreachable`, `token_timeout` or
 * `secret_unavailable`.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  checkClientOptions(options);
  if (!options.dangerouslyAllowBrowser && globalThis.document) {
    throw new TypeError('A page keeps no secret: use implicit() or dangerouslyAllowBrowser');
  }
  return sourceFor({ ...options }, {});
}

/** Without any `baseUrl`, a source that is to be bound. */
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
      // A renewal under way brings a token, too.
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
