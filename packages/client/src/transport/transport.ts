/**
 * Defines a transport, which sends one request over the connections of one node and does not sign in.
 * `node.ts` is for Node, `bun-deno.ts` for Bun and Deno, and `fetch.ts` for every other runtime. package.json
 * selects one through the import `#transport`.
 *
 * @module
 */
import type { Timer } from '../resilience/timer.ts';
import type { WireAnswer } from './answer.ts';
import type { TlsOptions } from './tls-options.ts';

/**
 * How far a request got. `sign-in`: nothing of the call was sent, or the Center refused it with a 401 and a
 * new token is requested. `connect`: the transport has the request but has written nothing. `sent`: bytes may
 * have reached the Center. Only the first two phases prove that nothing was sent; an error code proves
 * nothing.
 */
export type Phase = 'sign-in' | 'connect' | 'sent';

/** Where a transport records how far a request got. */
export interface Progress {
  phase: Phase;
}

/** A running attempt. The parts of a call share it. */
export interface Sending extends Progress {
  /** Ends the attempt. */
  readonly timer: Timer;
  /** The access token of the request, so that a response that quotes it can be masked. */
  token?: string;
  /** Called for each chunk of the response. */
  readonly onProgress?: (() => void) | undefined;
}

/** A request whose body and response are held in memory. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** How many bytes of the response may be held in memory, if not the transport's limit. */
  readonly maxBytes?: number;
  readonly sending: Sending;
}

/** A request whose body or response is too large for memory. */
export interface StreamRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: StreamBody | undefined;
  readonly signal: AbortSignal;
}

export interface StreamBody {
  /** Content type. If absent, `headers` have it. */
  readonly type?: string;
  /** Size in bytes, when known. */
  readonly length: number | undefined;
  pieces(): AsyncIterable<Uint8Array>;
}

/** Options of a transport. */
export interface TransportOptions {
  readonly tls?: TlsOptions | undefined;
  readonly maxResponseBytes?: number | undefined;
  /** Address of an HTTP or HTTPS proxy, including credentials. */
  readonly proxy?: string | undefined;
}

/** Sends requests of one client to one node. */
export interface Transport {
  /**
   * How many bytes of a response may be held in memory. `send` applies the limit; readers of `fetch` and
   * `stream` must apply it themselves.
   */
  readonly maxResponseBytes: number;
  /**
   * Resolves with the complete response. Rejects with a `CloudLinkError` when there was no response, with a
   * `TypeError` that has a cause when the response was cut off (`errors/broken-off.ts`), and with the timer's
   * reason when the timer ends.
   */
  send(request: WireRequest): Promise<WireAnswer>;
  /**
   * Like the global fetch, for requests that a caller's code sees.
   *
   * @param sending - The attempt of the request. Its time limits apply instead of those of the connection.
   */
  fetch(request: Request, sending?: Progress): Promise<Response>;
  /** Streams bodies without holding them in memory. If absent, `fetch` is used. Rejects as `fetch` does. */
  readonly stream?: ((request: StreamRequest, sending: Progress) => Promise<Response>) | undefined;
  /**
   * Closes the connections. Responses that are still being read continue; one without progress for `idle`
   * milliseconds is cut off.
   */
  close(idle: number): void;
}
