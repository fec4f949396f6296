/**
 * The rule of one replay: a 401 gets one shared new token and one more try, whatever sends the request.
 *
 * `auth-fetch.ts` and `bearer-auth.ts` apply it to fetch and to openapi-fetch.
 *
 * @module
 */
import type { AccessToken, TokenSource } from './token-source.ts';

/** A 401 that was not replayed: `authHint` says why and what to do. */
export interface UnansweredResponse extends Response {
  readonly authHint?: string;
}

/** Options of {@link fetchWithToken}. */
export interface FetchWithTokenOptions {
  /** Ends the waiting for a token. */
  readonly signal?: AbortSignal | null | undefined;
  /** Whether `send` can send the same body again. Default: true. */
  readonly replayable?: boolean | undefined;
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
export async function fetchWithToken(
  source: TokenSource,
  send: (token: AccessToken) => Promise<Response>,
  { signal, replayable = true }: FetchWithTokenOptions = {},
): Promise<UnansweredResponse> {
  const token = await source.getToken({ signal: signal ?? undefined });
  const response = await send(token);
  if (response.status !== 401) return response;
  return answerUnauthorized(source, token, response, replayable ? send : undefined, signal);
}

/** Answers a 401: forgets the token, and replays with another one if both can be had. */
export async function answerUnauthorized(
  source: TokenSource,
  token: AccessToken,
  response: Response,
  resend: ((token: AccessToken) => Promise<Response>) | undefined,
  signal: AbortSignal | null | undefined,
): Promise<UnansweredResponse> {
  source.invalidate(token);
  if (!resend) return withHint(response, 'Not replayed: the body is a stream, send it again');
  let next: AccessToken;
  try {
    next = await source.getToken({ signal: signal ?? undefined });
    if (next.value === token.value) {
      return withHint(response, 'Not replayed: the server repeats the rejected token');
    }
  } catch (error) {
    discard(response);
    throw error;
  }
  discard(response);
  return resend(next);
}

function withHint(response: Response, authHint: string): UnansweredResponse {
  return Object.assign(response, { authHint });
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}
