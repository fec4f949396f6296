/**
 * This folder is the only place where requests get their access token: after a check of the origin, and with
 * one replay of the same request after a 401. Calls use this file, transfers use `stream-signed-in.ts`, and
 * requests that a caller's code sees use `fetch-signed-in.ts`. Only token requests bypass it.
 *
 * @module
 */
import { fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { WireAnswer } from '../transport/answer.ts';
import type { Sending, Transport, WireRequest } from '../transport/transport.ts';

/** The `Accept` header of every request: JSON first, because errors may otherwise be XML. */
export const ACCEPT = 'application/json, */*;q=0.1';

/** Where to sign in, and with which token source. */
export interface SignedInTo {
  readonly origin: string;
  readonly auth: TokenSource;
  readonly transport: Transport;
  /** Masks the token and the client secret in text that a server or a proxy sent. */
  mask(text: string, token: string | undefined): string;
}

/** Sends one of our own requests, which always goes to this origin. */
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

/** A call that ended with a 401 was not carried out. The next step is to sign in again. */
export function refusable(response: Response, sending: Sending | undefined): Response {
  if (response.status === 401 && sending !== undefined) sending.phase = 'sign-in';
  return response;
}
