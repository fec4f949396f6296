/**
 * Adds the token to requests that a caller's code sees or made: those of openapi-fetch, with or without
 * middleware or a custom fetch. Our own requests are in `signed-in.ts`.
 *
 * @module
 */
import { type AccessToken, fetchWithToken } from '@cloudlink-center/auth';
import { boundedResponse } from '../transport/bounded-response.ts';
import type { Reading } from '../transport/read-body.ts';
import type { Sending, Transport } from '../transport/transport.ts';
import { localFaultIn } from './local-fault.ts';
import { refusable, type SignedInTo } from './signed-in.ts';

/**
 * Sends a request that a caller's code has seen and may have made. The token is set on a copy, so the
 * caller's code never sees it. A request to another origin is sent without a token.
 *
 * @param send - Sends the copy. Reading its response fails when the body exceeds the limit.
 * @param isStreamed - The body of a success is not held in memory.
 */
export async function fetchSignedIn(
  { auth, origin, transport }: SignedInTo,
  request: Request,
  send: (request: Request) => Promise<Response>,
  { sending, isStreamed = false }: { readonly sending?: Sending; readonly isStreamed?: boolean } = {},
): Promise<Response> {
  if (new URL(request.url).origin !== origin) return send(request);
  // A body can be read only once, and is needed again after a 401. An error while reading it is the caller's
  // own.
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
    // A redirect that middleware allows fetch to follow may end at another origin.
    isAboutToken: ({ redirected, url }: Response) => !redirected || new URL(url).origin === origin,
  };
  return fetchWithToken(auth, sendWith, options).catch((error: unknown) => {
    throw localFaultIn(error) ?? error;
  });
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
