/**
 * What the transports over connections of our own have in common: the connections are opened with the first call, decide about TLS, and
 * a failure of theirs is explained.
 *
 * @module
 */
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { Explain } from '../light/light-fetch.ts';
import { checkTlsOptions, type TlsOptions } from '../tls-options.ts';
import type { Connections } from './connections.ts';
import { dispatchStream } from './dispatch-stream.ts';
import type { Transport } from './transport.ts';

export interface OwnConnections extends Required<Omit<Transport, 'light'>> {
  readonly connections: () => Promise<Connections>;
  readonly explain: Explain;
}

/** @param fetchOver - The runtime's way of sending a whole `Request` over the connections. */
export function overOwnConnections(
  tls: TlsOptions,
  fetchOver: (connections: Connections, request: Request, isTimed: boolean) => Promise<Response>,
): OwnConnections {
  checkTlsOptions(tls);
  let opened: Promise<Connections> | undefined;
  let closed: Promise<void> | undefined;
  const connections = (): Promise<Connections> =>
    (opened ??= import('./connections.ts').then(({ openConnections }) => openConnections(tls)));
  const explain = explainer(tls);
  return {
    connections,
    explain,
    async fetch(request, isTimed = false) {
      const open = await connections();
      try {
        return await fetchOver(open, request, isTimed);
      } catch (error) {
        throw await explain(error, request);
      }
    },
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
