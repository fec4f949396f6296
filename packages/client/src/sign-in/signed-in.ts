/**
 * The one place where requests get their access token: after a check of the origin, with one replay after a 401 of the very request that was
 * sent. Everything goes through here: calls, `openapiFetch` with or without middleware or a fetch of its own, and transfers.
 * Only token requests do not.
 *
 * @module
 */
import { type AccessToken, fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { WireAnswer } from '../transport/answer.ts';
import { boundedResponse, type Reading } from '../transport/read-body.ts';
import { streamOfPieces } from '../transport/stream-of-pieces.ts';
import { localFaultIn } from './local-fault.ts';
import type { Sending, StreamBody, StreamRequest, Transport, WireRequest } from '../transport/transport.ts';

/** What every request accepts: JSON first, or errors may come as XML. */
export const ACCEPT = 'application/json, */*;q=0.1';

/** Who signs in, and where. */
export interface SignedInTo {
  readonly origin: string;
  readonly auth: TokenSource;
  readonly transport: Transport;
}

/** Sends a request of our own, which goes to the origin by the way it was made. */
export function sendSignedIn({ auth, transport }: SignedInTo, request: WireRequest): Promise<WireAnswer> {
  const { sending } = request;
  return fetchWithToken(
    auth,
    ({ value }) => {
      request.headers['authorization'] = `Bearer ${value}`;
      sending.token = value;
      return transport.send(request);
    },
    sending.timer,
  );
}

/**
 * Sends a request that a caller's code has seen and may have made. One to another origin goes there without a token. What the caller sees
 * never has the token on it: it goes on a copy.
 *
 * @param send - Sends the copy. The answer fails when more of its body is read than may be held.
 * @param isStreamed - The body of a success is not held.
 */
export async function fetchSignedIn(
  { auth, origin, transport }: SignedInTo,
  request: Request,
  send: (request: Request) => Promise<Response>,
  { sending, isStreamed = false }: { readonly sending?: Sending; readonly isStreamed?: boolean } = {},
): Promise<Response> {
  if (new URL(request.url).origin !== origin) return send(request);
  // A body can be read once, and is needed again after a 401. A failure to read it is the caller's own.
  const body = hasBody(request) ? await request.arrayBuffer() : undefined;
  const sendWith = async ({ value }: AccessToken): Promise<Response> => {
    const copy = new Request(request, { ...(body && { body }) });
    copy.headers.set('Authorization', `Bearer ${value}`);
    if (sending !== undefined) sending.token = value;
    const response = refusable(await send(copy), sending);
    return isStreamed && response.ok ? response : boundedResponse(response, readingOf(request, transport));
  };
  const options = {
    signal: request.signal,
    // A redirect that middleware lets fetch follow may end elsewhere.
    isAboutToken: ({ redirected, url }: Response) => !redirected || new URL(url).origin === origin,
  };
  return fetchWithToken(auth, sendWith, options).catch((error: unknown) => {
    throw localFaultIn(error) ?? error;
  });
}

/** A 401 is no call that was carried out: what follows is signing in again. */
function refusable(response: Response, sending: Sending | undefined): Response {
  if (response.status === 401 && sending !== undefined) sending.phase = 'sign-in';
  return response;
}

function readingOf({ url, signal }: Request, { maxResponseBytes }: Transport): Reading {
  const timer = {
    get ended() {
      return signal.aborted;
    },
    get reason(): unknown {
      return signal.reason;
    },
  };
  return { most: maxResponseBytes, url, timer };
}

/** Firefox has no `body` on requests. */
function hasBody({ body, method }: Request): boolean {
  return body !== null && method !== 'GET' && method !== 'HEAD';
}

/**
 * Sends a request whose body and answer are not held in memory.
 *
 * @param content - `body` makes the body, once more after a 401 if it is `replayable`.
 */
export function streamSignedIn(
  { auth, transport }: SignedInTo,
  request: Omit<StreamRequest, 'headers' | 'body'>,
  sending: Sending,
  content: { readonly body?: () => StreamBody; readonly replayable: boolean },
): Promise<Response> {
  const { url, method, signal } = request;
  return fetchWithToken(
    auth,
    async ({ value }) => {
      const headers = { accept: ACCEPT, authorization: `Bearer ${value}` };
      const body = content.body?.();
      sending.token = value;
      if (transport.stream !== undefined)
        return refusable(await transport.stream({ ...request, headers, body }, sending), sending);
      const init: RequestInit & { duplex?: 'half' } = {
        method,
        headers: {
          ...headers,
          // Not every fetch notices that an encoded answer ends too early.
          'accept-encoding': 'identity',
          ...(body?.type !== undefined && { 'content-type': body.type }),
        },
        redirect: 'manual',
        signal,
        ...(body && { body: streamOfPieces(body.pieces()), duplex: 'half' }),
      };
      return refusable(await transport.fetch(new Request(url, init), sending), sending);
    },
    { signal, replayable: content.replayable },
  );
}
