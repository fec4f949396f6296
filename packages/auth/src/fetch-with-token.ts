/**
 * The rule of one replay: a 401 gets one shared new token and one more try, whatever sends the request.
 *
 * `auth-fetch.ts` and `bearer-auth.ts` apply it to fetch and to openapi-fetch.
 *
 * @module
 */
import type { AccessToken, TokenSource } from './token-source.ts';

/** What {@link fetchWithToken} needs of an answer: a `Response` has it. */
export interface TokenAnswer {
  readonly status: number;
  readonly body?: ReadableStream | null;
}

/** A 401 that was not replayed: `authHint` says why and what to do. */
export interface AuthHint {
  readonly authHint?: string;
}

/** A `Response` that may be such a 401. */
export interface UnansweredResponse extends Response, AuthHint {}

/** Options of {@link fetchWithToken}. */
export interface FetchWithTokenOptions<Answer = Response> {
  /** Ends the waiting for a token. */
  readonly signal?: AbortSignal | null | undefined;
  /** Whether `send` can send the same body again. Default: true. */
  readonly replayable?: boolean | undefined;
  /** Whether a 401 is about the token: one from where a redirect has led is not. Default: always. */
  readonly isAboutToken?: ((answer: Answer) => boolean) | undefined;
}

/**
 * For authors of transports: sends with the current token, and once more with a new one if the answer is 401.
 *
 * A 401 comes back as it is when it cannot be replayed, when the server hands out the rejected token again, or when
 * the second try ends in a 401 too. The body of a 401 that is replayed is cancelled.
 *
 * @param send - Sends the request with this token; called at most twice.
 * @throws `AuthError` when no token can be had; the signal's reason on an abort; whatever `send` rejects with.
 */
export async function fetchWithToken<Answer extends TokenAnswer = Response>(
  source: TokenSource,
  send: (token: AccessToken) => Promise<Answer>,
  options: FetchWithTokenOptions<Answer> = {},
): Promise<Answer & AuthHint> {
  // A token that is there is not waited for, and some signals are made only for who asks.
  const token = await (source.peek() === undefined ? source.getToken(options) : source.getToken());
  const response = await send(token);
  if (response.status !== 401 || options.isAboutToken?.(response) === false) return response;
  if (options.replayable !== false) return answerUnauthorized(source, token, response, options, send);
  source.invalidate(token);
  return Object.assign(response, { authHint: 'Not replayed: the body is a stream, send it again' });
}

/** Answers a 401: forgets the token, and replays with another one if there is one. */
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
    // Nobody will read this answer.
    if (next?.value !== token.value) response.body?.cancel().catch(() => {});
  }
  if (next.value !== token.value) return resend(next);
  return Object.assign(response, { authHint: 'The server repeats the rejected token' });
}
