/**
 * The shared part of the transports with our own connections. The connections are opened with the first call,
 * apply the TLS options, and their failures are explained.
 *
 * @module
 */
import { closedError } from '../errors/closed.ts';
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { ExplainConnection } from './connection-failure.ts';
import type { Connections } from './connections.ts';
import type { Route } from './connector.ts';
import { dispatchStream } from './dispatch-stream.ts';
import { revealEncoding } from './hidden-encoding.ts';
import { loadConnections } from './load-connections.ts';
import { readRoute } from './read-route.ts';
import { requestFault } from './request-fault.ts';
import { DEFAULT_MAX_RESPONSE_BYTES } from './response-limit.ts';
import { send } from './send.ts';
import type { Progress, Transport, TransportOptions, WireRequest } from './transport.ts';

/** Sends a `Request` over the connections with the runtime's fetch. */
type FetchOver = (
  connections: Connections,
  request: Request,
  progress: Progress,
  isTimed: boolean,
) => Promise<Response>;

/** The part of a request that explains a failure. */
type Failing = { readonly url: string; readonly method: string; readonly signal?: AbortSignal | undefined };

/** One function, because all ways to send share the connections and the explanation of failures. */
export function overOwnConnections(
  options: TransportOptions,
  fetchOver: FetchOver,
  load: typeof loadConnections = loadConnections,
): Required<Transport> {
  const { maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES } = options;
  const route = readRoute(options);
  const opened = openLater(async () => (await load()).openConnections(route, maxResponseBytes));
  const explain = explainer(route);
  const explainSending = (error: unknown, { url, method, sending }: WireRequest): Promise<unknown> =>
    explain(error, { url, method }, isBeforeSending(sending));
  const sendNow = (connections: Connections, request: WireRequest): ReturnType<Transport['send']> => {
    request.sending.phase = 'connect';
    return send(connections, request, explainSending);
  };
  const explained = async (
    answer: Promise<Response>,
    request: Failing,
    progress: Progress,
  ): Promise<Response> => {
    try {
      return await answer;
    } catch (error) {
      throw await explain(error, request, isBeforeSending(progress));
    }
  };
  return {
    maxResponseBytes,
    send(request) {
      const connections = opened.present();
      if (connections !== undefined) return sendNow(connections, request);
      return opened.get().then((first) => sendNow(first, request));
    },
    async fetch(request, sending) {
      const progress: Progress = sending ?? { phase: 'connect' };
      progress.phase = 'connect';
      const answer = fetchOver(await opened.get(), request, progress, sending !== undefined);
      return revealEncoding(await explained(answer, request, progress), request.signal);
    },
    async stream(request, sending) {
      sending.phase = 'connect';
      const { forStream } = await opened.get();
      const answer = dispatchStream(forStream(sending, true), request);
      const failing = { ...request, url: request.url.href };
      return revealEncoding(await explained(answer, failing, sending), request.signal);
    },
    close: (idle) => opened.close(idle),
  };
}

function isBeforeSending({ phase }: Progress): boolean {
  return phase !== 'sent';
}

/** Opens connections with the first call, and none after `close`. */
function openLater(open: () => Promise<Connections>): {
  present(): Connections | undefined;
  get(): Promise<Connections>;
  close(idle: number): void;
} {
  let present: Connections | undefined;
  let opening: Promise<Connections> | undefined;
  let isClosed = false;
  const get = (): Promise<Connections> => {
    if (isClosed) return Promise.reject(closedError());
    opening ??= open().then(
      (connections) => (present = connections),
      (error: unknown) => {
        // A module that failed to load may load the next time.
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };
  return {
    present: () => (isClosed ? undefined : present),
    get,
    close(idle) {
      isClosed = true;
      opening?.then(
        ({ agent, activity }) => activity.finishWhenIdle(idle, () => void agent.destroy().catch(() => {})),
        () => {}, // Nothing was opened.
      );
    },
  };
}

/** Explains failures of connections. */
function explainer(route: Route) {
  let explainConnection: ExplainConnection | undefined;
  return async (error: unknown, request: Failing, notSent: boolean): Promise<unknown> => {
    const { url, signal } = request;
    if (signal?.aborted) return signal.reason;
    const fault = requestFault(error);
    if (fault !== undefined) return fault;
    const { explainConnections } = await import('./connection-failure.ts');
    explainConnection ??= explainConnections(route);
    const explained = await explainConnection(error, new URL(url), notSent);
    return explained ?? failureWithoutAnswer(error, request, notSent);
  };
}
