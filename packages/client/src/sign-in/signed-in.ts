/**
 * The one place where requests get their access token: after a check of the origin, with one replay after a 401 of the very request that was
 * sent. Everything goes through here: calls, `openapiFetch` with or without middleware or a fetch of its own, and transfers.
 * Only token requests do not.
 *
 * @module
 */
import { fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { WireAnswer } from '../transport/answer.ts';
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
 * @param send - Sends the copy.
 */
export function fetchSignedIn(
  { auth, origin }: SignedInTo,
  request: Request,
  send: (request: Request) => Promise<Response>,
  sending?: Sending,
): Promise<Response> {
  if (new URL(request.url).origin !== origin) return send(request);
  // A body can be read once, and openapi-fetch hands out only the stream of it.
  const spare = hasBody(request) ? request.clone() : request;
  let next = request;
  return fetchWithToken(
    auth,
    async ({ value }) => {
      const copy = new Request(next);
      copy.headers.set('Authorization', `Bearer ${value}`);
      next = spare;
      if (sending === undefined) return send(copy);
      sending.token = value;
      return refusable(await send(copy), sending);
    },
    {
      signal: request.signal,
      // A redirect that middleware lets fetch follow may end elsewhere.
      isAboutToken: ({ redirected, url }) => !redirected || new URL(url).origin === origin,
    },
  );
}

/** A 401 is no call that was carried out: what follows is signing in again. */
function refusable(response: Response, sending: Sending): Response {
  if (response.status === 401) sending.phase = 'sign-in';
  return response;
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
        headers: { ...headers, ...(body?.type !== undefined && { 'content-type': body.type }) },
        redirect: 'manual',
        signal,
        ...(body && { body: streamOf(body), duplex: 'half' }),
      };
      return refusable(await transport.fetch(new Request(url, init), sending), sending);
    },
    { signal, replayable: content.replayable },
  );
}

function streamOf(body: StreamBody): ReadableStream<Uint8Array> {
  const iterator = body.pieces()[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
