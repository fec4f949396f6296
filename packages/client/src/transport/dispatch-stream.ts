/**
 * Streams requests and responses over undici's dispatcher. fetch would hold most of a large body in memory
 * and could not announce its length. The response is paused while nobody reads it, and is not decoded.
 *
 * @module
 */
import { brokenOff } from '../errors/broken-off.ts';
import { responseFrom } from './answer.ts';
import type { SharedPoolOptions } from './connections.ts';
import type { StreamRequest } from './transport.ts';
import type { Dispatcher } from '#undici';

/** How many unread bytes may be held before the connection is paused. */
const MOST_HELD = 1024 * 1024;

export function dispatchStream(agent: Dispatcher, request: StreamRequest): Promise<Response> {
  const { url, method, headers, body, signal } = request;
  const options: SharedPoolOptions = {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: {
      ...headers,
      ...(body?.type !== undefined && { 'content-type': body.type }),
      ...(body?.length !== undefined && { 'content-length': String(body.length) }),
    },
    // undici accepts an async iterable, which its types do not list.
    body: (body?.pieces() ?? null) as never,
    // The limits of the caller apply, not those of undici.
    bodyTimeout: 0,
    headersTimeout: 0,
    allowH2: false,
  };
  return new Promise((resolve, reject) => {
    agent.dispatch(options, receiver(signal, resolve, reject));
  });
}

function receiver(
  signal: AbortSignal,
  resolve: (response: Response) => void,
  reject: (reason: unknown) => void,
): Dispatcher.DispatchHandler {
  let connection: Dispatcher.DispatchController | undefined;
  let incoming: Incoming | undefined;
  const abort = (): void => {
    // A wait for a connection also ends at once.
    reject(signal.reason);
    connection?.abort(signal.reason as Error);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  return {
    onRequestStart(controller) {
      connection = controller;
      if (signal.aborted) abort();
    },
    onResponseStart(controller, status, raw) {
      // 1xx: the final response is still to come.
      if (status < 200) return;
      incoming = createIncoming(controller);
      resolve(responseFrom(incoming.stream, { status, statusText: '', headers: raw }));
    },
    onResponseData: (_controller, piece) => incoming?.push(piece),
    onResponseEnd() {
      signal.removeEventListener('abort', abort);
      incoming?.end();
    },
    onResponseError(_controller, error) {
      signal.removeEventListener('abort', abort);
      if (incoming === undefined) reject(error);
      else incoming.fail(signal.aborted ? error : brokenOff(error));
    },
  };
}

type Incoming = {
  readonly stream: ReadableStream<Uint8Array>;
  push(piece: Buffer): void;
  end(): void;
  fail(error: Error): void;
};

/**
 * Returns a stream of the received data, which pauses the connection while enough is held. One function,
 * because its parts share what is held.
 */
function createIncoming(connection: Dispatcher.DispatchController): Incoming {
  let wake: (() => void) | undefined;
  let pieces: Buffer[] = [];
  let held = 0;
  let isOver = false;
  let failure: Error | undefined;
  const awake = (): void => {
    wake?.();
    wake = undefined;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          if (pieces.length > 0 || isOver) break;
          connection.resume();
          await new Promise<void>((resolve) => (wake = resolve));
        }
        const piece = pieces.length > 1 ? Buffer.concat(pieces) : pieces[0];
        pieces = [];
        held = 0;
        if (piece !== undefined) controller.enqueue(piece);
        else if (failure !== undefined) controller.error(failure);
        else controller.close();
      },
      cancel: () => connection.abort(new Error('the reader cancelled')),
    },
    { highWaterMark: 0 },
  );
  return {
    stream,
    push(piece) {
      pieces.push(piece);
      held += piece.length;
      if (held >= MOST_HELD) connection.pause();
      awake();
    },
    end() {
      isOver = true;
      awake();
    },
    fail(error) {
      failure = error;
      isOver = true;
      awake();
    },
  };
}
