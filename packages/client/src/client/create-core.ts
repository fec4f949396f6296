// For callers whose `lib` does not have it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Binds addresses, a token source and transports into the path-string client. `create-cloudlink.ts` adds the named methods.
 *
 * @module
 */
import type { ApiTables } from '../call/api-tables.ts';
import type { TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import { createTransport, fetchTransport } from '#transport';
import type { Client } from 'openapi-fetch';
import { createCall } from '../call/call.ts';
import type { UntypedCall } from '../call/call-context.ts';
import { checkRetry } from '../call/check-init.ts';
import type { Node } from '../call/node.ts';
import { checkNames } from '../errors/check-names.ts';
import type { Hooks } from '../hooks/hooks.ts';
import { createRetryBudget } from '../resilience/retry-budget.ts';
import { checkTimeouts, type Timeouts } from '../resilience/time-limits.ts';
import { logoutFailure } from '../sign-in/sign-in-failure.ts';
import { checkMaxResponseBytes } from '../transport/response-limit.ts';
import type { TlsOptions } from '../transport/tls-options.ts';
import { parseBaseUrl } from './base-url.ts';
import { createNodes } from './choose-node.ts';
import { createNode } from './create-node.ts';
import { type Internals, keepInternals } from './internals.ts';
import { createLifetime } from './lifetime.ts';
import { createMiddlewareList } from './middleware-list.ts';
import { createPathCalls, type PathCalls } from './path-calls.ts';
import { createVisibleClient } from './visible-client.ts';

/** A node of a cluster that needs a trust of its own. */
export interface NodeAddress {
  /** Origin of the node, such as `https://clc2.example.com`. */
  readonly url: string;
  /** Which certificate to trust there. Default: the `tls` of the client. */
  readonly tls?: TlsOptions;
}

/** What a client is made from. */
export interface CloudLinkOptions {
  /**
   * Origin of the Center, such as `https://clc.example.com`, or the nodes of one cluster in the order of preference. Calls stay with one
   * node, and move on when it is unreachable, out of service or refuses the sign-in. A node that failed is tried again after a minute.
   * Operations that concern one node never move by themselves.
   */
  baseUrl: string | readonly (string | NodeAddress)[];
  /** How to sign in, such as `clientCredentials({ clientId, clientSecret })`. The client binds it to its addresses and its trust. */
  auth: TokenSource;
  /** Which certificate to trust, on Node, Bun and Deno. Default: the authorities that the runtime knows. */
  tls?: TlsOptions;
  /**
   * The HTTP or HTTPS proxy on the way to the Center, such as `http://proxy.example.com:3128`, on Node, Bun and Deno. It may hold a user name and a
   * password, percent-encoded. It sees no more than the Center's address: `tls` holds inside of the connection through it. Default: that
   * of the environment, where Node was told to follow it (`NODE_USE_ENV_PROXY=1` or `--use-env-proxy`), and none otherwise.
   */
  proxy?: string;
  /** A fetch of your own, in place of the transport. It then decides about TLS and proxies, so `tls` and `proxy` cannot be given with it. */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * Time limits in milliseconds. A number limits one attempt, with its sign-in; a call with its retries may take longer: its limit stays as it is, or
   * is that number where the number is more. Default: 30 s for an attempt and 120 s for a call, 15 and 30 minutes for
   * operations that are known to be slow.
   */
  timeout?: number | Timeouts;
  /** How many times a call may be sent again, where that does no harm: 0 to 10. Default: 2, or the number of other nodes. 0: never. */
  retry?: number;
  /**
   * Bytes of an answer that may be held in memory, as sent and decoded; where fetch hides what was sent, decoded. A larger one fails with
   * `response_too_large`. Default: 268435456 (256 MiB); at most 536870888. Answers to sign-in have 65536, and `download` holds none.
   */
  maxResponseBytes?: number;
  /** Functions that are told what happens. */
  hooks?: Hooks;
  /**
   * Whether `await using` and `Symbol.asyncDispose` log out before they close. Default: false, since the Center hands one
   * token to all processes of a client, and logging out ends it for all of them.
   */
  logoutOnDispose?: boolean;
  /** Milliseconds after `close()` for which an answer that nobody reads on keeps its connection. Default: 30000. */
  closeTimeout?: number;
}

/** The path-string client. */
export interface CloudLinkCore extends PathCalls, AsyncDisposable {
  /** Origin of the Center; of the first node. */
  readonly baseUrl: string;
  /** The token source of the first node, bound to its address and transport. */
  readonly auth: TokenSource;
  /**
   * An openapi-fetch client for libraries that take one. It signs in and guards paths, but its errors are openapi-fetch's, it repeats nothing,
   * stays with the first node, and runs at the speed of fetch: prefer the calls of this client where speed counts. Middleware
   * that it is given sees all calls of the client, without the access token and without a 401 that was replayed.
   */
  readonly openapiFetch: Client<paths>;
  /**
   * Ends the session on the Center, for everybody who shares the token.
   *
   * @throws CloudLinkError `unreachable`, `untrusted_certificate` or `sign_in_failed`.
   */
  logout(): Promise<void>;
  /**
   * Lets calls that have begun end, each within its own time limit, then closes connections. Calls after it fail with code `closed`.
   * Ends no session: that is {@link CloudLinkCore.logout}.
   */
  close(): Promise<void>;
}

const OPTION_NAMES = [
  'baseUrl',
  'auth',
  'tls',
  'proxy',
  'fetch',
  'timeout',
  'retry',
  'maxResponseBytes',
  'hooks',
  'logoutOnDispose',
  'closeTimeout',
] as const;
const CLOSE_TIMEOUT_MS = 30_000;

/**
 * The client and the one function behind all of its calls.
 *
 * @param now - Milliseconds on a clock that does not jump.
 * @param tables - In place of the client's own.
 */
export function createCore(
  options: CloudLinkOptions,
  now: () => number = () => performance.now(),
  tables?: ApiTables,
): { core: CloudLinkCore; call: UntypedCall } {
  checkOptions(options);
  const { hooks = {}, timeout, retry = 2 } = options;
  const all = createAllNodes(options, hooks);
  const lifetime = createLifetime();
  const middleware = createMiddlewareList();
  const internals: Internals = {
    nodes: createNodes(all, hooks, now),
    hooks,
    middleware: middleware.all,
    budget: createRetryBudget(now),
    timeout,
    retry,
    random: Math.random,
    lifetime,
    tables,
  };
  const call = createCall(internals, lifetime);
  const [first] = all;
  let visible: Client<paths> | undefined;
  const core: CloudLinkCore = {
    ...createPathCalls(call),
    baseUrl: first.origin,
    auth: first.auth,
    get openapiFetch() {
      return (visible ??= createVisibleClient(first, middleware, lifetime));
    },
    ...createEnd(all, internals, options),
  };
  keepInternals(core, internals);
  return { core, call };
}

/** The ways to end: the session, the client, or both. */
function createEnd(
  all: readonly Node[],
  { lifetime }: Internals,
  { logoutOnDispose = false, closeTimeout = CLOSE_TIMEOUT_MS }: CloudLinkOptions,
): Pick<CloudLinkCore, 'logout' | 'close' | typeof Symbol.asyncDispose> {
  const closeAll = (): void => {
    for (const { transport } of all) transport.close(closeTimeout);
  };
  return {
    async logout() {
      lifetime.begin();
      try {
        await logout(all);
      } finally {
        lifetime.end();
      }
    },
    close: () => lifetime.close(closeAll),
    [Symbol.asyncDispose]: () =>
      lifetime.close(async () => {
        try {
          if (logoutOnDispose) await logout(all);
        } finally {
          closeAll();
        }
      }),
  };
}

function createAllNodes(
  { baseUrl, auth, tls, proxy, fetch, maxResponseBytes }: CloudLinkOptions,
  hooks: Hooks,
): [Node, ...Node[]] {
  const list = typeof baseUrl === 'string' ? [baseUrl] : baseUrl;
  const addresses = list.map((one) => (typeof one === 'string' ? { url: one } : one));
  const origins = addresses.map(({ url }) => parseBaseUrl(url));
  const [first, ...rest] = addresses.map((address, index) => {
    const transport =
      fetch === undefined
        ? createTransport({ tls: 'tls' in address ? address.tls : tls, proxy, maxResponseBytes })
        : fetchTransport(fetch, { maxResponseBytes, isCallers: true });
    return createNode(origins[index] ?? '', origins, transport, auth, hooks);
  });
  if (first === undefined) throw new TypeError('baseUrl is an empty list.');
  if (new Set(origins).size < origins.length) throw new TypeError('baseUrl names a node twice.');
  return [first, ...rest];
}

/** Every node's token ends, also when one of them cannot be reached. */
async function logout(all: readonly Node[]): Promise<void> {
  const sources = [...new Set(all.map(({ auth }) => auth))];
  const ends = await Promise.allSettled(sources.map((source) => source.logout()));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw logoutFailure(failure.reason);
}

function checkOptions(options: CloudLinkOptions): void {
  checkNames('createCloudLink', options, OPTION_NAMES);
  if (typeof options.auth?.getToken !== 'function') {
    throw new TypeError(
      'auth must be a token source, such as clientCredentials({ clientId, clientSecret }).',
    );
  }
  if (options.fetch !== undefined && (options.tls !== undefined || options.proxy !== undefined)) {
    throw new TypeError('Give either fetch, or tls and proxy.');
  }
  checkTimeouts('timeout', options.timeout);
  checkTimeouts('closeTimeout', options.closeTimeout);
  checkRetry(options.retry);
  checkMaxResponseBytes(options.maxResponseBytes);
}
