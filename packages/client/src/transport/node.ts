/**
 * The transport for Node: a pool of connections of our own, which decides about TLS, under the built-in fetch and under light calls.
 *
 * @module
 */
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import { createLight } from '../light/create-light.ts';
import type { Explain } from '../light/light-fetch.ts';
import { checkTlsOptions, type TlsOptions } from '../tls-options.ts';
import type { Connections } from './connections.ts';
import { dispatchStream } from './dispatch-stream.ts';
import type { Transport } from './transport.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport(tls: TlsOptions = {}): Transport {
  checkTlsOptions(tls);
  let opened: Promise<Connections> | undefined;
  let closed: Promise<void> | undefined;
  const connections = (): Promise<Connections> =>
    (opened ??= import('./connections.ts').then(({ openConnections }) => openConnections(tls)));
  const explain = explainer(tls);
  const fetch: Transport['fetch'] = async (request, isTimed = false) => {
    const { timed, untimed } = await connections();
    try {
      // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
      return await globalThis.fetch(request, { dispatcher: isTimed ? timed : untimed } as RequestInit);
    } catch (error) {
      throw await explain(error, request);
    }
  };
  return {
    fetch,
    light: (source) => createLight(source, connections, fetch, explain),
    async stream(request) {
      const { agent } = await connections();
      try {
        return await dispatchStream(agent, request);
      } catch (error) {
        throw await explain(error, { ...request, url: request.url.href });
      }
    },
    close: () => (closed ??= connections().then(({ agent }) => agent.close())),
  };
}

/** Says what a failure of a connection means. */
function explainer(tls: TlsOptions): Explain {
  return async (error, { url, method, signal }) => {
    if (signal?.aborted) return signal.reason;
    const { certificateError } = await import('./certificate-error.ts');
    return (
      (await certificateError(error, new URL(url), tls)) ??
      failureWithoutAnswer(error, { url, method, signal })
    );
  };
}
