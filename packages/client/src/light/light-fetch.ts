/**
 * Sends a light request on undici's dispatcher and gathers the answer, without the objects and streams of fetch.
 *
 * @module
 */
import type { Dispatcher } from 'undici';
import type { TimerListener } from '../resilience/timer.ts';
import type { SharedPoolOptions } from '../transport/dispatch-later.ts';
import { decoded } from './decoded.ts';
import { type HeaderRecord, LightHeaders } from './light-headers.ts';
import type { LightRequest } from './light-request.ts';
import { LightResponse } from './light-response.ts';

/** Limit for a request without a timer, in milliseconds: what fetch has. */
const DEFAULT_LIMIT_MS = 300_000;
let areInstances = false;

/** Turns a failure of the connection into what the caller is to see. */
export type Explain = (
  error: unknown,
  request: { url: string; method: string; signal?: AbortSignal | null | undefined },
) => Promise<unknown>;

/** Resolves when the whole answer is there. Rejects with what the connection says, or with the reason of an abort. */
export function lightFetch(agent: Dispatcher, request: LightRequest, explain: Explain): Promise<Response> {
  becomeInstances();
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(request, explain, resolve, reject);
    // See `dispatch-later.ts`.
    setImmediate(send, exchange, agent);
  });
}

function send(exchange: Exchange, agent: Dispatcher): void {
  exchange.send(agent);
}

/** The handler of one request. */
class Exchange implements Dispatcher.DispatchHandler, TimerListener {
  readonly #request: LightRequest;
  readonly #explain: Explain;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (reason: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: HeaderRecord = {};
  #pieces: Buffer[] | undefined;
  #first: Buffer | undefined;
  #aborted: { reason: unknown } | undefined;

  constructor(
    request: LightRequest,
    explain: Explain,
    resolve: (response: Response) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#request = request;
    this.#explain = explain;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#follow();
  }

  send(agent: Dispatcher): void {
    if (this.#aborted !== undefined) return;
    const { url, method, body, headers, light } = this.#request;
    const pathAt = url.indexOf('/', 'https://'.length);
    const limit = light === undefined ? DEFAULT_LIMIT_MS : 0;
    const options: SharedPoolOptions = {
      origin: url.slice(0, pathAt),
      path: url.slice(pathAt),
      method,
      headers: headers.record,
      body,
      headersTimeout: limit,
      bodyTimeout: limit,
      allowH2: false,
    };
    agent.dispatch(options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== undefined) controller.abort(this.#aborted.reason as Error);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HeaderRecord,
    statusText?: string,
  ): void {
    // 1xx: the answer itself is still to come.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#statusText = statusText ?? '';
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#first === undefined) this.#first = piece;
    else if (this.#pieces === undefined) this.#pieces = [this.#first, piece];
    else this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    this.#unfollow();
    const bytes = this.#pieces ? Buffer.concat(this.#pieces) : (this.#first ?? Buffer.alloc(0));
    const encoding = this.#headers['content-encoding'];
    if (encoding === undefined) this.#resolve(this.#response(bytes));
    else
      decoded(bytes, encoding).then(
        (body) => this.#resolve(this.#response(body)),
        (error: unknown) => this.#reject(brokenOff(error)),
      );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#unfollow();
    if (this.#status === 0) void this.#explain(error, this.#request).then(this.#reject);
    else this.#reject(brokenOff(error));
  }

  #response(bytes: Buffer): Response {
    return new LightResponse(this.#request.url, this.#status, this.#statusText, this.#headers, bytes);
  }

  onTimerEnd(reason: unknown): void {
    this.#aborted = { reason };
    // Waiting for a connection ends at once, too.
    this.#reject(reason);
    this.#controller?.abort(reason as Error);
  }

  /** The signal of a request without a timer. */
  handleEvent(): void {
    this.onTimerEnd(this.#request.signal?.reason);
  }

  #follow(): void {
    const { light: timer } = this.#request;
    if (timer !== undefined) timer.tell(this);
    else if (this.#request.signal?.aborted) this.handleEvent();
    else this.#request.signal?.addEventListener('abort', this);
  }

  #unfollow(): void {
    const { light: timer } = this.#request;
    if (timer === undefined) this.#request.signal?.removeEventListener('abort', this);
    else timer.tell(undefined);
  }
}

/** As fetch says it when an answer breaks off. */
function brokenOff(cause: unknown): TypeError {
  return new TypeError('terminated', { cause });
}

/** `response instanceof Response` holds. Only now, since the classes of the runtime take a while to load. */
function becomeInstances(): void {
  if (areInstances) return;
  areInstances = true;
  Object.setPrototypeOf(LightResponse.prototype, Response.prototype);
  Object.setPrototypeOf(LightHeaders.prototype, Headers.prototype);
}
