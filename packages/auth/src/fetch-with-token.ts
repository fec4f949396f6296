/**
 * The rule of one replay: after a 401, get one new token for all callers and send the request once more.
 *
 * `auth-fetch.ts` applies it to fetch, `bearer-auth.ts` to openapi-fetch.
 *
 * @module
 */
import type { AccessToken, TokenSource } from './token-source.ts';

/** The part of a `Response` that {@link fetchWithToken} reads. */
export interface TokenAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Cancelled when the request is replayed. */
  readonly body?: ReadableStream | null;
}

/** What a 401 response carries if the request was not replayed. */
export interface AuthHint {
  /** Says why the request was not replayed, and what to do. */
  readonly authHint?: string;
}

/** A `Response` that has an `authHint` if it is a 401 that was not replayed. */
export interface UnansweredResponse extends Response, AuthHint {}

/** Options of {@link fetchWithToken}. */
export interface FetchWithTokenOptions<Answer = Response> {
  /** Stops waiting for a token. */
  readonly signal?: AbortSignal | null | undefined;
  /** Whether `send` can send the same body again. Default: true. */
  readonly replayable?: boolean | undefined;
  /** Whether a 401 is about the token; after a redirect to another server it is not. Default: always true. */
  readonly isAboutToken?: ((answer: Answer) => boolean) | undefined;
}

/**
 * For authors of transports: sends a request with the current token, and once more with a new token after a
 * 401.
 *
 * The 401 is returned if the request cannot be replayed, if the server returns the rejected token again, or
 * if the replay ends in a 401 too. The body of a 401 is cancelled before a replay.
 *
 * @example
 *
 * ```ts
 * import { fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
 *
 * export function download(source: TokenSource, url: string): Promise<Response> {
 *   return fetchWithToken(source, ({ value }) =>
 *     fetch(url, { headers: { Authorization: `Bearer ${value}` } }),
 *   );
 * }
 * ```
 *
 * @param send - Sends the request with the given token. Called at most twice.
 * @returns The response, with `authHint` if it is a 401 that was not replayed.
 * @throws `AuthError` if there is no token; the signal's reason after an abort; any error of `send`.
 */
export async function fetchWithToken<Answer extends TokenAnswer = Response>(
  source: TokenSource,
  send: (token: AccessToken) => Promise<Answer>,
  options: FetchWithTokenOptions<Answer> = {},
): Promise<Answer & AuthHint> {
  // Reading `options.signal` may create the signal, so it is passed only when there is something to wait for.
  const token = await (source.peek() === undefined ? source.getToken(options) : source.getToken());
  const response = await send(token);
  if (response.status !== 401 || options.isAboutToken?.(response) === false) return response;
  if (options.replayable !== false) return answerUnauthorized(source, token, response, options, send);
  source.invalidate(token);
  return Object.assign(response, { authHint: 'Not replayed: the body is a stream, send it again' });
}

/** Handles a 401: forgets the token, and replays the request if the source returns another one. */
export async function answerUnauthorized<Answer extends TokenAnswer>(
  source: TokenSource,
  token: AccessToken,
  response: Answer,
  options: { readonly signal?: AbortSignal | null | undefined },
  resend: (token: AccessToken) => Promise<Answer>,
): Promise<Answer & AuthHint> {
  let next: AccessToken | undefined;
  source.invalidate(token);
  try {
    next = await source.getToken(options);
  } finally {
    // The caller gets another response or an error, so nobody reads this body.
    if (next?.value !== token.value) response.body?.cancel().catch(() => {});
  }
  if (next.value !== token.value) return resend(next);
  return Object.assign(response, { authHint: 'The server returned the rejected token' });
}
