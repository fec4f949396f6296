/**
 * Middleware for openapi-fetch that signs in.
 *
 * The rule of one replay is in `fetch-with-token.ts`; here is what openapi-fetch needs for it.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { answerUnauthorized } from './fetch-with-token.ts';
import { goesTo } from './internal/center-origin.ts';
import type { AccessToken, TokenSource } from './token-source.ts';

/** Options of {@link bearerAuth}. */
export interface BearerAuthOptions {
  /** Origins whose requests get the token. Default: that of the source. */
  readonly origins?: readonly string[] | undefined;
  /** Second argument of the fetch that replays; give what the client has as `requestInitExt`. Default: none. */
  readonly requestInitExt?: Record<string, unknown> | undefined;
}

/**
 * openapi-fetch middleware: requests to the source's origin get its token, and one replay after a 401.
 *
 * Add it last (`client.use(..., bearerAuth(source))`), so that other middleware sees the answer of the replay. The
 * replay is the same request through the same fetch. A request with a body is cloned before it is sent, since
 * openapi-fetch hands out only its stream: the body is kept in memory until the answer; others are not cloned.
 *
 * @throws `TypeError` at once when the source has no address and no `origins` are given. Calls reject with
 * `AuthError` when no token can be had.
 */
export function bearerAuth(
  source: TokenSource,
  { origins, requestInitExt }: BearerAuthOptions = {},
): Middleware {
  const ours = goesTo(source, origins);
  // openapi-fetch makes one options object a call and shows it to both functions.
  const calls = new WeakMap<object, readonly [AccessToken, spare: Request | undefined]>();
  return {
    async onRequest({ request, options }) {
      if (!ours(request.url)) return;
      const token = await source.getToken(request);
      request.headers.set('Authorization', `Bearer ${token.value}`);
      // Firefox has no `body` on requests.
      calls.set(options, [token, request.body === null ? undefined : copyOf(request)]);
    },
    async onResponse({ request, response, options: { fetch }, options }) {
      const call = response.status === 401 && calls.get(options);
      // A redirect has left the Center: that 401 is not about our token.
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

/** A copy that can be sent later, with the options that only the runtime knows: openapi-fetch puts them on the request. */
function copyOf(request: Request): Request {
  return Object.assign(request.clone(), Object.fromEntries(Object.entries(request)));
}
