/**
 * A `fetch` that adds the access token, for programs without openapi-fetch.
 *
 * @module
 */
import { fetchWithToken, type UnansweredResponse } from './fetch-with-token.ts';
import { goesTo } from './internal/center-origin.ts';
import type { Fetch, TokenSource } from './token-source.ts';

/** Options of {@link authFetch}. */
export interface AuthFetchOptions {
  /** Origins whose requests get the token. Default: the source's origin. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * Wraps a `fetch`. Requests to the source's origin carry its token and are replayed once after a 401; other
 * requests are sent unchanged.
 *
 * A request whose body is a stream is not replayed: the 401 comes back with `authHint`. An `Authorization`
 * header that the caller sets is replaced.
 *
 * @example
 *
 * ```ts
 * import { authFetch, clientCredentials } from '@cloudlink-center/auth';
 *
 * export async function listMachines(clientSecret: string): Promise<unknown> {
 *   const source = clientCredentials({
 *     baseUrl: 'https://clc.example.com',
 *     clientId: 'automation',
 *     clientSecret,
 *   });
 *   const response = await authFetch(source)('https://clc.example.com/cloudlink/rest/securevm');
 *   return response.json();
 * }
 * ```
 *
 * @param source - Provides the token, such as `clientCredentials(...)`.
 * @param fetch - Sends the requests. Default: the global `fetch`.
 * @returns A function with the parameters of `fetch`.
 * @throws `TypeError` at once if the source has no address and `origins` is missing. Calls reject with
 *   `AuthError` if there is no token, and as `fetch` does.
 */
export function authFetch(
  source: TokenSource,
  fetch?: Fetch,
  options: AuthFetchOptions = {},
): (input: string | URL | Request, init?: RequestInit) => Promise<UnansweredResponse> {
  const ours = goesTo(source, options.origins);
  const send: Fetch = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = input instanceof Request ? input.url : `${input}`;
    if (!ours(absolute(url))) return send(input, init);
    // The body of a Request can be sent only once, so it is cloned first. In Firefox `body` is always
    // undefined.
    const copied = request && request.body !== null && !init?.body ? request : undefined;
    let next = input;
    return fetchWithToken(
      source,
      ({ value }) => {
        const target = next;
        if (copied && target === input) next = copied.clone();
        const headers = new Headers(init?.headers ?? request?.headers);
        headers.set('Authorization', `Bearer ${value}`);
        return send(target, { ...init, headers });
      },
      {
        signal: init?.signal ?? request?.signal,
        replayable: !isStream(init?.body),
        isAboutToken: (response) => !response.redirected || ours(response.url),
      },
    );
  };
}

/** In a page the URL may be relative. An invalid URL is passed on, and `fetch` reports it. */
function absolute(url: string): string {
  try {
    return new URL(url, globalThis.location?.href).href;
  } catch {
    return '';
  }
}

/** Streams, and iterables on Node, can be read only once. Streams in Safari are not iterable. */
function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    (Symbol.asyncIterator in body || body instanceof ReadableStream)
  );
}
