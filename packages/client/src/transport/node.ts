/**
 * The transport for Node. Our own requests and those of the global fetch share one connection pool, which
 * applies the TLS options.
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
    // Node's fetch accepts a dispatcher, which the DOM types do not have.
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
    // When undefined, streams use `fetch`.
    get stream() {
      return isPatched() ? undefined : own.stream;
    },
    close: (idle) => own.close(idle),
  };
}
