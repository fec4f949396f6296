/**
 * A request that is only what the connection needs. openapi-fetch makes it in place of a `Request`, our own sign-in puts the token in, and
 * `light-fetch.ts` sends it. Nobody else ever sees it: calls with other middleware take full requests.
 *
 * @module
 */
import { ACCEPT } from '../accept.ts';
import type { Timer } from '../resilience/timer.ts';

/** What our own calls tell openapi-fetch, which hands it on. */
export interface LightOptions {
  /** Ends the request, in place of a signal. */
  light?: Timer;
  /** Whether the caller has headers of its own. */
  hasHeaders?: boolean;
}
export type LightInit = RequestInit & LightOptions;

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
    this.#timer = init.light;
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
  get signal(): AbortSignal | null | undefined {
    return this.#timer?.signal ?? this.#signal;
  }
  // openapi-fetch puts options on the request that it lacks.
  get light(): Timer | undefined {
    return this.#timer;
  }
  get hasHeaders(): undefined {
    return undefined;
  }

  clone(): LightRequest {
    const init: LightInit = {
      method: this.#method,
      body: this.#body as string,
      signal: this.#signal ?? null,
    };
    return new LightRequest(
      this.#url,
      this.#timer === undefined ? init : { ...init, light: this.#timer },
      new RequestHeaders({ ...this.#headers.record }),
    );
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
function headersOf({ headers, hasHeaders, body, light }: LightInit): RequestHeaders {
  const record: Record<string, string> = { accept: ACCEPT, 'accept-encoding': ENCODINGS };
  if (light !== undefined && hasHeaders === undefined) {
    if (typeof body === 'string') record['content-type'] = 'application/json';
    return new RequestHeaders(record);
  }
  new Headers(headers).forEach((value, name) => (record[name] = value));
  return new RequestHeaders(record);
}
