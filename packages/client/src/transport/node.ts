/**
 * The transport for Node: a pool of connections of our own, which decides about TLS, under our own requests and under the global fetch.
 *
 * @module
 */
import { fetchTransport } from './fetch.ts';
import { watchGlobalFetch } from './global-fetch.ts';
import type { createHandOver } from './hand-over.ts';
import { overOwnConnections } from './own-connections.ts';
import type { Transport, TransportOptions } from './transport.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport(options: TransportOptions): Transport {
  const isPatched = watchGlobalFetch();
  let handOver: ReturnType<typeof createHandOver> | undefined;
  const own = overOwnConnections(options, async ({ forFetch }, request, progress, isTimed) => {
    const dispatcher = forFetch(progress, isTimed);
    // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
    if (!isPatched()) return globalThis.fetch(request, { dispatcher } as RequestInit);
    handOver ??= (await import('./hand-over.ts')).createHandOver();
    return handOver(dispatcher, request);
  });
  const { maxResponseBytes } = own;
  const patched = fetchTransport((request, sending) => own.fetch(request, sending), { maxResponseBytes });
  return {
    maxResponseBytes,
    send: (request) => (isPatched() ? patched.send(request) : own.send(request)),
    fetch: (request, sending) => own.fetch(request, sending),
    // Without it, streams go over `fetch`.
    get stream() {
      return isPatched() ? undefined : own.stream;
    },
    close: (idle) => own.close(idle),
  };
}
