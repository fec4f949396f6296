/**
 * The transport for Bun and Deno: their own fetch, which trusts what the runtime was told to trust. Their fetch takes no dispatcher, and Bun's would
 * leave the option `tls` unread; so with that option, everything goes over connections of our own.
 *
 * @module
 */
import { decoded } from './decoded.ts';
import { dispatchStream } from './dispatch-stream.ts';
import { fetchTransport } from './fetch.ts';
import { overOwnConnections } from './own-connections.ts';
import type { Transport, TransportOptions } from './transport.ts';
import type { Dispatcher } from './undici.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport({ tls }: TransportOptions): Transport {
  if (tls === undefined) return fetchTransport((request) => globalThis.fetch(request));
  return overOwnConnections(tls, ({ forStream }, request, progress, isTimed) =>
    dispatchRequest(forStream(progress, isTimed), request),
  );
}

async function dispatchRequest(agent: Dispatcher, request: Request): Promise<Response> {
  const { url, method, signal, headers } = request;
  const bytes = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const response = await dispatchStream(agent, {
    url: new URL(url),
    method,
    signal,
    headers: Object.fromEntries(headers),
    ...(bytes && { body: { length: bytes.length, pieces: () => pieceOf(bytes) } }),
  });
  return withoutEncoding(response);
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** As fetch hands it out. Few servers encode what nobody asked them to. */
async function withoutEncoding(response: Response): Promise<Response> {
  const encoding = response.headers.get('content-encoding');
  if (encoding === null || response.body === null) return response;
  const bytes = Buffer.from(await response.arrayBuffer());
  return new Response(new Uint8Array(await decoded(bytes, encoding)), response);
}
