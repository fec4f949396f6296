/**
 * A request that is only what the connection needs. openapi-fetch makes it in place of a `Request`, our own sign-in puts the token in, and
 * `light-fetch.ts` sends it. Nobody else ever sees it: calls with other middleware take full requests.
 *
 * @module
 */
import type { Timer } from '../resilience/timer.ts';

/** What openapi-fetch hands to the constructor. `light` is ours. */
export type LightInit = RequestInit & { light?: LightCall };
/** What a call knows already. */
export interface LightCall {
  /** Ends the request. */
  readonly timer: Timer;
  /** The caller's own headers, when there are any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** JSON first, or errors may come as XML. */
export const ACCEPT = 'application/json, */*;q=0.1';
/** What `decoded.ts` can take away again. */
const ENCODINGS = 'br, gzip, deflate';

/** Stands in for a `Request`; `headers` and `clone` are what our sign-in uses. */
export class LightRequest {
  readonly #url: string;
  readonly #method: string;
  readonly #body: string | Uint8Array | null;
  readonly #headers: RequestHeaders;
  readonly #signal: AbortSignal | null | undefined;
  readonly #timer: Timer | undefined;

  constructor(url: string, init: LightInit, headers?: RequestHeaders) {
    this.#url = url;
    this.#method = init.method ?? 'GET';
    // `createRequestClass` lets nothing else through.
    this.#body = (init.body ?? null) as string | Uint8Array | null;
    this.#headers = headers ?? headersOf(init);
    this.#signal = init.signal;
    this.#timer = init.light?.timer;
  }

  get url(): string {
    return this.#url;
  }
  get method(): string {
    return this.#method;
  }
  get body(): string | Uint8Array | null {
    return this.#body;
  }
  get headers(): RequestHeaders {
    return this.#headers;
  }
  get timer(): Timer | undefined {
    return this.#timer;
  }
  get signal(): AbortSignal | null | undefined {
    return this.#timer?.signal ?? this.#signal;
  }
  /** So that openapi-fetch does not put it on the request. */
  get light(): undefined {
    return undefined;
  }
  get redirect(): 'manual' {
    return 'manual';
  }

  clone(): LightRequest {
    const init: LightInit = { method: this.#method, body: this.#body as string, signal: this.#signal ?? null };
    if (this.#timer !== undefined) init.light = { timer: this.#timer };
    return new LightRequest(this.#url, init, new RequestHeaders({ ...this.#headers.record }));
  }

  static is(request: unknown): request is LightRequest {
    return typeof request === 'object' && request !== null && #url in request;
  }
}

/** The one thing that happens to headers on their way: a value is set. */
class RequestHeaders {
  readonly record: Record<string, string>;

  constructor(record: Record<string, string>) {
    this.record = record;
  }
  set(name: string, value: string): void {
    this.record[name.toLowerCase()] = value;
  }
}

/** Going through real `Headers` takes longer than all else here, so it is done only when a caller has headers of its own. */
function headersOf({ headers, body, light }: LightInit): RequestHeaders {
  const record: Record<string, string> = { accept: ACCEPT, 'accept-encoding': ENCODINGS };
  if (light !== undefined && light.headers === undefined) {
    if (typeof body === 'string') record['content-type'] = 'application/json';
    return new RequestHeaders(record);
  }
  new Headers(headers).forEach((value, name) => (record[name] = value));
  return new RequestHeaders(record);
}
