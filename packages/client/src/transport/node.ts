/**
 * The transport for Node: the built-in fetch over a pool of connections of our own, which decides about TLS.
 *
 * @module
 */
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher1Wrapper from 'undici/lib/dispatcher/dispatcher1-wrapper.js';
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import { checkTlsOptions, type TlsOptions } from '../tls-options.ts';
import { certificateError } from './certificate-error.ts';
import { createConnector } from './connector.ts';
import { dispatchStream } from './dispatch-stream.ts';
import type { Transport } from './transport.ts';

export { fetchTransport } from './fetch.ts';

export function createTransport(tls: TlsOptions = {}): Transport {
  checkTlsOptions(tls);
  const agent = new Agent({ connect: createConnector(tls) });
  // undici's Agent is newer than the fetch that Node carries; the wrapper speaks to both.
  const dispatcher: unknown = new Dispatcher1Wrapper(agent);
  let closed: Promise<void> | undefined;
  const explain = async (
    error: unknown,
    { url, method, signal }: { url: string; method: string; signal: AbortSignal },
  ): Promise<unknown> => {
    if (signal.aborted) return signal.reason;
    return (
      (await certificateError(error, new URL(url), tls)) ??
      failureWithoutAnswer(error, { url, method, signal })
    );
  };
  return {
    async fetch(request) {
      try {
        // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
        return await globalThis.fetch(request, { dispatcher } as RequestInit);
      } catch (error) {
        throw await explain(error, request);
      }
    },
    async stream(request) {
      try {
        return await dispatchStream(agent, request);
      } catch (error) {
        throw await explain(error, { ...request, url: request.url.href });
      }
    },
    close: () => (closed ??= agent.close()),
  };
}
