/**
 * Adds the token to transfers, whose bodies and responses are not held in memory.
 *
 * @module
 */
import { fetchWithToken } from '@cloudlink-center/auth';
import { streamOfPieces } from '../transport/stream-of-pieces.ts';
import type { Sending, StreamBody, StreamRequest } from '../transport/transport.ts';
import { ACCEPT, refusable, type SignedInTo } from './signed-in.ts';

/**
 * Sends a request whose body and response are not held in memory.
 *
 * @param content - `body` creates the body, and once more after a 401 if it is `replayable`.
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
          // Not every fetch notices that an encoded response ends too early.
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
