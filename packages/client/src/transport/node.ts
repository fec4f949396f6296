/**
 * The transport for Node: the built-in fetch over a pool of connections of our own, which decides about TLS.
 *
 * @module
 */
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher1Wrapper from 'undici/lib/dispatcher/dispatcher1-wrapper.js';
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import { checkTlsOptions, type TlsOptions } from '../tls-options.ts';
import { certificateError } from './certificate-error.ts';
import { createConnector } from './connector.ts';
import { dispatchStream } from './dispatch-stream.ts';
import { createLight } from '../light/create-light.ts';
import type { Transport } from './transport.ts';

export { fetchTransport } from './fetch.ts';

/** Milliseconds without a byte, for requests that nobody else limits: what fetch has. */
const DEFAULT_LIMIT_MS = 300_000;

export function createTransport(tls: TlsOptions = {}): Transport {
  checkTlsOptions(tls);
  const agent = new Agent({ connect: createConnector(tls), headersTimeout: 0, bodyTimeout: 0 });
  // undici's Agent is newer than the fetch that Node carries; the wrapper speaks to both.
  const timed = new Dispatcher1Wrapper(agent);
  const untimed = new Dispatcher1Wrapper(agent.compose(withDefaultLimits));
  let closed: Promise<void> | undefined;
  const explain = async (
    error: unknown,
    { url, method, signal }: { url: string; method: string; signal?: AbortSignal | null | undefined },
  ): Promise<unknown> => {
    if (signal?.aborted) return signal.reason;
    return (
      (await certificateError(error, new URL(url), tls)) ??
      failureWithoutAnswer(error, { url, method, signal })
    );
  };
  const fetch = async (request: Request, isTimed = false): Promise<Response> => {
    try {
      // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
      return await globalThis.fetch(request, { dispatcher: isTimed ? timed : untimed } as RequestInit);
    } catch (error) {
      throw await explain(error, request);
    }
  };
  return {
    light: (source) => createLight(source, agent, fetch, explain),
    fetch,
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

function withDefaultLimits(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) =>
    dispatch({ ...options, headersTimeout: DEFAULT_LIMIT_MS, bodyTimeout: DEFAULT_LIMIT_MS }, handler);
}
