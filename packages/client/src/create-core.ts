/**
 * Binds an address, a token source and a transport into the path-string client. `create-cloudlink.ts` adds the named methods.
 *
 * @module
 */
import { bearerAuth, bindTokenSource, type TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import { createTransport, fetchTransport } from '#transport';
import createClient, { type Client } from 'openapi-fetch';
import { parseBaseUrl } from './base-url.ts';
import { signInFailure } from './errors/failure-sign-in.ts';
import { createCall, createPathCalls, type PathCalls, type UntypedCall } from './path-calls.ts';
import { serializePath } from './path-serializer.ts';
import type { TlsOptions } from './tls-options.ts';

/** What a client is made from. */
export interface CloudLinkOptions {
  /** Origin of the Center, such as `https://clc.example.com`. */
  baseUrl: string;
  /** How to sign in, such as `clientCredentials({ clientId, clientSecret })`. The client binds it to its address and its trust. */
  auth: TokenSource;
  /** Which certificate to trust, on Node. Default: the authorities of the system. */
  tls?: TlsOptions;
  /** A fetch of your own, in place of the transport. It then decides about TLS, so `tls` cannot be given with it. */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * Whether `await using` and `Symbol.asyncDispose` log out before they close. Default: false, since the Center hands one
   * token to all processes of a client, and logging out ends it for all of them.
   */
  logoutOnDispose?: boolean;
}

/** The path-string client. */
export interface CloudLinkCore extends PathCalls, AsyncDisposable {
  /** Origin of the Center. */
  readonly baseUrl: string;
  /** The token source, bound to this client's address and transport. */
  readonly auth: TokenSource;
  /** The openapi-fetch client underneath, for libraries that take one. It signs in and guards paths, but its errors are openapi-fetch's. */
  readonly openapiFetch: Client<paths>;
  /**
   * Ends the session on the Center, for everybody who shares the token.
   *
   * @throws CloudLinkError `unreachable`, `untrusted_certificate` or `sign_in_failed`.
   */
  logout(): Promise<void>;
  /** Closes connections. Ends no session: that is {@link CloudLinkCore.logout}. */
  close(): Promise<void>;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['baseUrl', 'auth', 'tls', 'fetch', 'logoutOnDispose']);

/** The client and the one function behind all of its calls. */
export function createCore(options: CloudLinkOptions): { core: CloudLinkCore; call: UntypedCall } {
  checkOptions(options);
  const baseUrl = parseBaseUrl(options.baseUrl);
  const transport =
    options.fetch === undefined ? createTransport(options.tls) : fetchTransport(options.fetch);
  const auth = bindTokenSource(options.auth, {
    baseUrl,
    fetch: (input, init) => transport.fetch(new Request(input, init)),
  });
  const restUrl = `${baseUrl}/cloudlink/rest`;
  const openapiFetch = createClient<paths>({
    baseUrl: restUrl,
    fetch: (request) => transport.fetch(request),
    // The API has no redirects of its own; one that is followed would carry the call elsewhere.
    redirect: 'manual',
    // JSON first, or errors may come as XML.
    headers: { Accept: 'application/json, */*;q=0.1' },
    pathSerializer: (url, values) => restUrl + serializePath(url.slice(restUrl.length), values),
  });
  openapiFetch.use(bearerAuth(auth));
  const call = createCall(openapiFetch, (text) => withoutToken(text, auth));
  const core: CloudLinkCore = {
    ...createPathCalls(call),
    baseUrl,
    auth,
    openapiFetch,
    async logout() {
      try {
        await auth.logout();
      } catch (error) {
        throw signInFailure(error, 'DELETE', '/auth');
      }
    },
    close: () => transport.close(),
    async [Symbol.asyncDispose]() {
      try {
        if (options.logoutOnDispose) await core.logout();
      } finally {
        await transport.close();
      }
    },
  };
  return { core, call };
}

/** Whatever a server or a proxy sends back, the token in it goes no further. */
function withoutToken(text: string, auth: TokenSource): string {
  const token = auth.peek()?.value;
  return token === undefined ? text : text.replaceAll(token, '[removed]');
}

function checkOptions(options: CloudLinkOptions): void {
  for (const name of Object.keys(options)) {
    if (!OPTION_NAMES.has(name))
      throw new TypeError(`createCloudLink takes ${[...OPTION_NAMES].join(', ')}, and no "${name}".`);
  }
  if (typeof options.auth?.getToken !== 'function') {
    throw new TypeError(
      'auth must be a token source, such as clientCredentials({ clientId, clientSecret }).',
    );
  }
  if (options.fetch !== undefined && options.tls !== undefined) {
    throw new TypeError(
      'Give either fetch or tls: a fetch of your own decides about certificates by itself.',
    );
  }
}
