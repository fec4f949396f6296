/**
 * The transport for Node: a pool of connections of our own, which decides about TLS, under the built-in fetch and under light calls.
 *
 * @module
 */
import { createLight } from '../light/create-light.ts';
import type { TlsOptions } from '../tls-options.ts';
import { overOwnConnections } from './own-connections.ts';
import type { Transport } from './transport.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport(tls: TlsOptions = {}): Transport {
  const own = overOwnConnections(tls, ({ timed, untimed }, request, isTimed) =>
    // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
    globalThis.fetch(request, { dispatcher: isTimed ? timed : untimed } as RequestInit),
  );
  const { fetch, stream, close, connections, explain } = own;
  return { fetch, stream, close, light: (source) => createLight(source, connections, fetch, explain) };
}
