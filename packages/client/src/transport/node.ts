/**
 * The transport for Node: a pool of connections of our own, which decides about TLS, under our own requests and under the built-in fetch.
 *
 * @module
 */
import { overOwnConnections } from './own-connections.ts';
import type { Transport, TransportOptions } from './transport.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport(options: TransportOptions): Transport {
  return overOwnConnections(options, ({ forFetch }, request, progress, isTimed) =>
    // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
    globalThis.fetch(request, { dispatcher: forFetch(progress, isTimed) } as RequestInit),
  );
}
