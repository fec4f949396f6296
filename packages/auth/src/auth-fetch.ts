/**
 * A fetch that signs in, for programs without openapi-fetch.
 *
 * @module
 */
import { fetchWithToken, type UnansweredResponse } from './fetch-with-token.ts';
import { goesTo } from './internal/center-origin.ts';
import type { Fetch, TokenSource } from './token-source.ts';

/** Options of {@link authFetch}. */
export interface AuthFetchOptions {
  /** Origins whose requests get the token. Default: that of the source. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * Wraps a fetch: requests to the source's origin get its token, and one replay after a 401; others go as they are.
 *
 * A 401 for a one-shot stream is not replayed; its `authHint` says so. An Authorization header of the caller is replaced.
 *
 * @param fetch - Sends the requests. Default: the global `fetch`.
 * @throws `TypeError` at once when the source has no address and no `origins` are given. Calls reject with
 * `AuthError` when no token can be had, besides what `fetch` rejects with.
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
    // A Request's own body can be sent once, and is copied before that. Firefox does not tell whether there
    // is one.
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

/** In a page an address may be relative; what is no address is left to fetch to complain about. */
function absolute(url: string): string {
  try {
    return new URL(url, globalThis.location?.href).href;
  } catch {
    return '';
  }
}

/** Streams and, on Node, iterables: read once. Safari's streams are not iterable. */
function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    (Symbol.asyncIterator in body || body instanceof ReadableStream)
  );
}
