/**
 * The transport for Bun and Deno. By default it uses the runtime's own fetch and trust. That fetch accepts no
 * dispatcher, and Bun's would ignore the option `tls`, so with `tls` or `proxy` everything uses our own
 * connections.
 *
 * @module
 */
import { dispatchStream } from './dispatch-stream.ts';
import { fetchTransport } from './fetch.ts';
import { overOwnConnections } from './own-connections.ts';
import type { Transport, TransportOptions } from './transport.ts';
import type { Dispatcher } from '#undici';

export { fetchTransport } from './fetch.ts';

export function createTransport(options: TransportOptions): Transport {
  if (options.tls === undefined && options.proxy === undefined)
    return fetchTransport((request) => globalThis.fetch(request), options);
  return overOwnConnections(options, ({ forStream }, request, progress, isTimed) =>
    dispatchRequest(forStream(progress, isTimed), request),
  );
}

async function dispatchRequest(agent: Dispatcher, request: Request): Promise<Response> {
  const { url, method, signal, headers } = request;
  const bytes = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return dispatchStream(agent, {
    url: new URL(url),
    method,
    signal,
    headers: Object.fromEntries(headers),
    ...(bytes && { body: { length: bytes.length, pieces: () => pieceOf(bytes) } }),
  });
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
