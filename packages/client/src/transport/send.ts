/**
 * Sends a request over undici's dispatcher and collects the response, without the objects and streams of
 * fetch.
 *
 * @module
 */
import { brokenOff } from '../errors/broken-off.ts';
import type { TimerListener } from '../resilience/timer.ts';
import type { HeaderRecord, WireAnswer } from './answer.ts';
import type { Connections, SharedPoolOptions } from './connections.ts';
import { decoded } from './decoded.ts';
import { announcesMore, responseTooLarge } from './response-limit.ts';
import type { WireRequest } from './transport.ts';
import type { Dispatcher } from '#undici';

/** The encodings that `decoded.ts` can decode. */
const ENCODINGS = 'br, gzip, deflate';

/** Turns a failure of the connection into the error for the caller. */
export type Explain = (error: unknown, request: WireRequest) => Promise<unknown>;

/**
 * A connection that was idle for longer than this many milliseconds may have been closed without being
 * noticed yet.
 */
const FRESH_MS = 1;

/**
 * Sends at once when nothing else is running and the connection was just in use, otherwise in the next turn
 * of the event loop. Only then does undici reuse a connection, and notice that a server has closed one.
 */
export function send(connections: Connections, request: WireRequest, explain: Explain): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(connections, request, explain, resolve, reject);
    const isInARow = connections.running === 1 && performance.now() - connections.usedAt < FRESH_MS;
    if (isInARow) exchange.dispatch();
    else setImmediate(dispatch, exchange);
  });
}

function dispatch(exchange: Exchange): void {
  exchange.dispatch();
}

/** The handler of one request. */
class Exchange implements Dispatcher.DispatchHandler, TimerListener {
  readonly #connections: Connections;
  readonly #request: WireRequest;
  readonly #explain: Explain;
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (reason: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: HeaderRecord = {};
  #first: Buffer | undefined;
  #pieces: Buffer[] | undefined;
  #held = 0;
  #hasLeft = false;
  #isOver = false;

  constructor(
    connections: Connections,
    request: WireRequest,
    explain: Explain,
    resolve: (answer: WireAnswer) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#connections = connections;
    this.#request = request;
    this.#explain = explain;
    this.#resolve = resolve;
    this.#reject = reject;
    connections.running += 1;
    connections.activity.begin();
    request.sending.timer.tell(this);
  }

  dispatch(): void {
    if (this.#isOver) return;
    const { url, method, body, headers } = this.#request;
    headers['accept-encoding'] ??= ENCODINGS;
    const pathAt = url.indexOf('/', 'https://'.length);
    const options: SharedPoolOptions = {
      origin: url.slice(0, pathAt),
      path: url.slice(pathAt),
      method,
      headers,
      body: body ?? null,
      allowH2: false,
    };
    this.#connections.agent.dispatch(options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    const { timer } = this.#request.sending;
    if (timer.ended) controller.abort(timer.reason as Error);
    else this.#request.sending.phase = 'sent';
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: HeaderRecord,
    statusText?: string,
  ): void {
    // 1xx: the final response is still to come.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#statusText = statusText ?? '';
    this.#request.sending.onProgress?.();
    if (announcesMore(headers['content-length'], this.#most)) this.#refuse(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#request.sending.onProgress?.();
    this.#held += piece.length;
    if (this.#held > this.#most) {
      this.#refuse(controller);
      return;
    }
    if (this.#first === undefined) this.#first = piece;
    else if (this.#pieces === undefined) this.#pieces = [this.#first, piece];
    else this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    this.#leaveConnection();
    const bytes = this.#pieces ? Buffer.concat(this.#pieces) : (this.#first ?? Buffer.alloc(0));
    // A call that ended with a 401 was not carried out. The next step is to sign in again.
    if (this.#status === 401) this.#request.sending.phase = 'sign-in';
    const encoding = this.#headers['content-encoding'];
    if (encoding === undefined || bytes.length === 0) this.#finish(bytes);
    else void this.#decode(bytes as Buffer<ArrayBuffer>, encoding);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return;
    this.#end();
    if (this.#status === 0) this.#explain(error, this.#request).then(this.#reject, this.#reject);
    else this.#reject(brokenOff(error));
  }

  onTimerEnd(reason: unknown): void {
    this.#end();
    // A wait for a connection also ends at once.
    this.#reject(reason);
    this.#controller?.abort(reason as Error);
  }

  /** The time limit includes decoding. */
  async #decode(bytes: Buffer<ArrayBuffer>, encoding: string | string[]): Promise<void> {
    const { timer } = this.#request.sending;
    try {
      this.#finish(
        await decoded(bytes, encoding, { most: this.#most, tooLarge: () => this.#tooLarge(), timer }),
      );
    } catch (error) {
      this.#end();
      this.#reject(error);
    }
  }

  #finish(bytes: Buffer): void {
    this.#end();
    this.#resolve(this.#answer(bytes));
  }

  get #most(): number {
    return this.#request.maxBytes ?? this.#connections.maxResponseBytes;
  }

  #tooLarge(): Error {
    return responseTooLarge(this.#request.url, this.#status, this.#most);
  }

  #refuse(controller: Dispatcher.DispatchController): void {
    const error = this.#tooLarge();
    this.#end();
    this.#reject(error);
    this.#first = this.#pieces = undefined;
    controller.abort(error);
  }

  #answer(bytes: Buffer): WireAnswer {
    return {
      url: this.#request.url,
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      // undici's chunks are never in shared memory.
      bytes: bytes as Buffer<ArrayBuffer>,
    };
  }

  #end(): void {
    this.#isOver = true;
    this.#leaveConnection();
    this.#request.sending.timer.tell(undefined);
  }

  #leaveConnection(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#connections.running -= 1;
    this.#connections.activity.end();
    this.#connections.usedAt = performance.now();
  }
}
