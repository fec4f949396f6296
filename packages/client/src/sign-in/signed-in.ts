/**
 * The one folder where requests get their access token: after a check of the origin, with one replay after a 401 of the very request that was
 * sent. Calls go through here, transfers through `stream-signed-in.ts`, and what foreign code sees through `fetch-signed-in.ts`. Only token
 * requests do not.
 *
 * @module
 */
import { fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { WireAnswer } from '../transport/answer.ts';
import type { Sending, Transport, WireRequest } from '../transport/transport.ts';

/** What every request accepts: JSON first, or errors may come as XML. */
export const ACCEPT = 'application/json, */*;q=0.1';

/** Who signs in, and where. */
export interface SignedInTo {
  readonly origin: string;
  readonly auth: TokenSource;
  readonly transport: Transport;
  /** Whatever a server or a proxy sends back, the token that was sent and the client secret go no further. */
  mask(text: string, token: string | undefined): string;
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
