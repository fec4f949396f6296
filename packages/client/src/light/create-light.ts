/**
 * What openapi-fetch needs to make light calls: a class of requests, and a fetch that signs them in and sends them.
 *
 * @module
 */
import { authFetch, fetchWithToken, type TokenSource } from '@cloudlink-center/auth';
import type { Connections } from '../transport/connections.ts';
import type { Light, Transport } from '../transport/transport.ts';
import { eitherClient } from './either-client.ts';
import { type Explain, lightFetch } from './light-fetch.ts';
import { LightRequest } from './light-request.ts';
import { EitherRequest } from './request-class.ts';

export function createLight(
  source: TokenSource,
  connections: () => Promise<Connections>,
  fetch: Transport['fetch'],
  explain: Explain,
): Light {
  // Only requests to the Center are made here; what is not light is still ours alone.
  const fetchReal = authFetch(source, (input, init) => {
    const request = new Request(input, init);
    return fetch(request, isTimed(input));
  });
  // Kept, so that calls need not wait for it again.
  let agent: Connections['agent'] | undefined;
  const first = async (request: LightRequest): Promise<Response> => {
    ({ agent } = await connections());
    return lightFetch(agent, request, explain);
  };
  return {
    Request: EitherRequest,
    either: eitherClient,
    fetch(request) {
      if (!LightRequest.is(request)) return fetchReal(request);
      const send = ({ value }: { value: string }): Promise<Response> => {
        request.headers.set('authorization', `Bearer ${value}`);
        return agent === undefined ? first(request) : lightFetch(agent, request, explain);
      };
      return fetchWithToken(source, send, request);
    },
  };
}

/** openapi-fetch puts options that it does not know on the request. */
function isTimed(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'light' in request;
}
