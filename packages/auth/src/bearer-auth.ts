/**
 * openapi-fetch middleware that adds the access token.
 *
 * `fetch-with-token.ts` has the rule of one replay; this file adapts it to openapi-fetch.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { answerUnauthorized } from './fetch-with-token.ts';
import { goesTo } from './internal/center-origin.ts';
import type { AccessToken, TokenSource } from './token-source.ts';

/** Options of {@link bearerAuth}. */
export interface BearerAuthOptions {
  /** Origins whose requests get the token. Default: the source's origin. */
  readonly origins?: readonly string[] | undefined;
  /**
   * Second argument of `fetch` for the replay: the value that the client has as `requestInitExt`. Default:
   * none.
   */
  readonly requestInitExt?: Record<string, unknown> | undefined;
}

/**
 * openapi-fetch middleware. Requests to the source's origin carry its token and are replayed once after a
 * 401.
 *
 * Add it last, so that other middleware sees the response to the replay. The replay sends the same request
 * with the same `fetch`. openapi-fetch passes a body as a stream, so a request with a body is cloned and its
 * body stays in memory until the response; send big files with `authFetch`.
 *
 * @example
 *
 * ```ts
 * import { bearerAuth, type TokenSource } from '@cloudlink-center/auth';
 * import createClient, { type Client } from 'openapi-fetch';
 *
 * export function clientOf<Paths extends object>(source: TokenSource): Client<Paths> {
 *   const api = createClient<Paths>({ baseUrl: `${source.origin}/cloudlink/rest` });
 *   api.use(bearerAuth(source));
 *   return api;
 * }
 * ```
 *
 * @param source - Provides the token, such as `clientCredentials(...)`.
 * @throws `TypeError` at once if the source has no address and `origins` is missing. Calls reject with
 *   `AuthError` if there is no token.
 */
export function bearerAuth(
  source: TokenSource,
  { origins, requestInitExt }: BearerAuthOptions = {},
): Middleware {
  const ours = goesTo(source, origins);
  // openapi-fetch passes the same options object to both functions of a call.
  const calls = new WeakMap<object, readonly [AccessToken, spare: Request | undefined]>();
  return {
    async onRequest({ request, options }) {
      if (!ours(request.url)) return;
      const token = await source.getToken(request);
      request.headers.set('Authorization', `Bearer ${token.value}`);
      // In Firefox `body` is undefined: clone to be safe.
      calls.set(options, [token, request.body === null ? undefined : copyOf(request)]);
    },
    async onResponse({ request, response, options: { fetch }, options }) {
      const call = response.status === 401 && calls.get(options);
      // After a redirect to another server, the 401 is not about our token.
      if (!call || (response.redirected && !ours(response.url))) return undefined;
      // Without a body, the request itself can be sent again.
      const [token, again = request] = call;
      const resend = ({ value }: AccessToken): Promise<Response> => {
        again.headers.set('Authorization', `Bearer ${value}`);
        return fetch(again, requestInitExt);
      };
      return answerUnauthorized(source, token, response, request, resend);
    },
  };
}

/**
 * A clone for the replay. openapi-fetch adds runtime-specific options to the request as properties; they are
 * copied too.
 */
function copyOf(request: Request): Request {
  return Object.assign(request.clone(), Object.fromEntries(Object.entries(request)));
}
