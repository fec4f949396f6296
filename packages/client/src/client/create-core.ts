// For callers whose `lib` does not have it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Builds the path-string client from addresses, a token source and transports. `create-cloudlink.ts` adds the
 * named methods.
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

/** A node of a cluster with its own TLS options. */
export interface NodeAddress {
  /** Origin of the node, such as `https://clc2.example.com`. */
  readonly url: string;
  /** Which certificate to trust on this node. Default: the `tls` of the client. */
  readonly tls?: TlsOptions;
}

/** Options of a client. */
export interface CloudLinkOptions {
  /**
   * Origin of the Center, such as `https://clc.example.com`, or the nodes of one cluster in order of
   * preference. Calls stay with one node and move to the next when it is unreachable, out of service or
   * refuses the sign-in. A failed node is tried again after a minute. Operations on a single node never move
   * to another one.
   */
  baseUrl: string | readonly (string | NodeAddress)[];
  /**
   * How to sign in, such as `clientCredentials({ clientId, clientSecret })`. Token requests use the client's
   * addresses and `tls`.
   */
  auth: TokenSource;
  /** Which certificate to trust, on Node, Bun and Deno. Default: the certificate authorities of the runtime. */
  tls?: TlsOptions;
  /**
   * The HTTP or HTTPS proxy to the Center, such as `http://proxy.example.com:3128`, on Node, Bun and Deno.
   * The address may contain a percent-encoded user name and password. The proxy sees only the Center's
   * address, because TLS runs through it to the Center. Default: the proxy of the environment if Node is told
   * to use it (`NODE_USE_ENV_PROXY=1` or `--use-env-proxy`), otherwise none.
   */
  proxy?: string;
  /**
   * Your own fetch, which replaces the transport. It then handles TLS and proxies, so `tls` and `proxy`
   * cannot be combined with it.
   */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * Time limits in milliseconds. A number limits one attempt including its sign-in. The limit of the whole
   * call, with retries, keeps its default unless that number is larger. Default: 30 s for an attempt and 120
   * s for a call; 15 and 30 minutes for slow operations.
   */
  timeout?: number | Timeouts;
  /**
   * How many times a call may be retried if that is safe: 0 to 10. Default: 2, or the number of other nodes
   * if that is more.
   */
  retry?: number;
  /**
   * How many bytes of a response may be held in memory, as sent and decoded. Where fetch hides the size as
   * sent, only the decoded size counts. A larger response fails with `response_too_large`. Default:
   * 268,435,456 (256 MiB); maximum: 536,870,888. Responses to sign-in requests are limited to 65,536, and
   * `download` holds none in memory.
   */
  maxResponseBytes?: number;
  /** Functions that the client calls when something happens. Errors thrown by hooks are ignored. */
  hooks?: Hooks;
  /**
   * Whether `await using` and `Symbol.asyncDispose` log out before they close. Default: false, because all
   * processes of a client user share one token, and logging out ends it for all of them.
   */
  logoutOnDispose?: boolean;
  /**
   * Milliseconds without progress after which `close()` cuts off a response that is still being read.
   * Default: 30,000.
   */
  closeTimeout?: number;
}

/** The path-string client. */
export interface CloudLinkCore extends PathCalls, AsyncDisposable {
  /** Origin of the Center, or of the first node of a cluster. */
  readonly baseUrl: string;
  /** The token source of the first node, bound to its address and transport. */
  readonly auth: TokenSource;
  /**
   * An openapi-fetch client for libraries that accept one. It signs in and checks paths. But its errors are
   * those of openapi-fetch, it does not retry, it uses only the first node, and it is as slow as fetch, so
   * prefer the calls of this client. Middleware added here sees all calls of the client. It sees neither the
   * access token nor a 401 that was replayed.
   */
  readonly openapiFetch: Client<paths>;
  /**
   * Ends the session on the Center for everybody who shares the token.
   *
   * @throws {@link CloudLinkError} `unreachable`, `untrusted_certificate` or `sign_in_failed`.
   */
  logout(): Promise<void>;
  /**
   * Waits for running calls, each within its own time limit, and then closes the connections. Calls after
   * `close()` fail with code `closed`. The session on the Center goes on; {@link CloudLinkCore.logout} ends
   * it.
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
 * Creates the client and the function behind all of its calls.
 *
 * @param now - Milliseconds of a monotonic clock.
 * @param tables - Replace the client's own tables.
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

/** The methods that end the session, the client, or both. */
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

/** Logs out on every node, even if one of them is unreachable. */
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
    throw new TypeError('Use either fetch, or tls and proxy.');
  }
  checkTimeouts('timeout', options.timeout);
  checkTimeouts('closeTimeout', options.closeTimeout);
  checkRetry(options.retry);
  checkMaxResponseBytes(options.maxResponseBytes);
}
