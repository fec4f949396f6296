/**
 * The one place where requests get their access token: after a check of the origin, with one replay after a 401 of the very request that was
 * sent. Calls and transfers go through here; what foreign code sees goes through `fetch-signed-in.ts`. Only token requests do not.
 *
 * @module
 */
import { fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { WireAnswer } from '../transport/answer.ts';
import { streamOfPieces } from '../transport/stream-of-pieces.ts';
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

/** A 401 is no call that was carried out: what follows is signing in again. */
export function refusable(response: Response, sending: Sending | undefined): Response {
  if (response.status === 401 && sending !== undefined) sending.phase = 'sign-in';
  return response;
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
