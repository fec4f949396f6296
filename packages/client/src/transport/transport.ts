/**
 * What a transport is: it sends one request on one node's connections and signs nobody in. `node.ts` owns connections and TLS, `bun-deno.ts`
 * does where it has to, and `fetch.ts` serves every other runtime. package.json picks one through the import `#transport`.
 *
 * @module
 */
import type { Timer } from '../resilience/timer.ts';
import type { WireAnswer } from './answer.ts';
import type { TlsOptions } from './tls-options.ts';

/**
 * How far a request has got. `sign-in`: no request of the call was sent, or the Center refused it with a 401 and a new token is asked for.
 * `connect`: the transport has it, and has written nothing of it. `sent`: bytes of it may have reached the Center. Only the phases before
 * prove that nothing was sent; an error code proves nothing.
 */
export type Phase = 'sign-in' | 'connect' | 'sent';

/** Where a transport notes how far a request has got. */
export interface Progress {
  phase: Phase;
}

/** One attempt while it is under way. The parts of a call share it. */
export interface Sending extends Progress {
  /** Ends the attempt. */
  readonly timer: Timer;
  /** The access token that the request carries, so that an answer that quotes it can be masked. */
  token?: string;
  /** Told at each piece of the answer. */
  readonly onProgress?: (() => void) | undefined;
}

/** A request whose body and answer are held in memory. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** Bytes of the answer that may be held, where that is not the transport's own limit. */
  readonly maxBytes?: number;
  readonly sending: Sending;
}

/** A request whose body, or whose answer, is too big to be held. */
export interface StreamRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: StreamBody | undefined;
  readonly signal: AbortSignal;
}

export interface StreamBody {
  /** Absent: `headers` have it. */
  readonly type?: string;
  /** Bytes, when known. */
  readonly length: number | undefined;
  pieces(): AsyncIterable<Uint8Array>;
}

/** What a transport is made from. */
export interface TransportOptions {
  readonly tls?: TlsOptions | undefined;
  readonly maxResponseBytes?: number | undefined;
  /** Address of an HTTP or HTTPS proxy, credentials included. */
  readonly proxy?: string | undefined;
}

/** Sends requests of one client to one node. */
export interface Transport {
  /** Bytes of an answer that may be held. `send` keeps to it; who reads an answer of `fetch` or `stream` as a whole has to. */
  readonly maxResponseBytes: number;
  /**
   * Resolves when the whole answer is there. Rejects with a `CloudLinkError` when no answer came, with a `TypeError` that has a cause when
   * the answer broke off (`errors/broken-off.ts`), and with the timer's reason when that ends.
   */
  send(request: WireRequest): Promise<WireAnswer>;
  /**
   * As the global fetch, for requests that a caller's code sees.
   *
   * @param sending - The attempt that the request belongs to. Its time limits count, and those of the connection do not.
   */
  fetch(request: Request, sending?: Progress): Promise<Response>;
  /** Sends and receives bodies that are never held as a whole. Absent: fetch has to do. Rejects as `fetch` does. */
  readonly stream?: ((request: StreamRequest, sending: Progress) => Promise<Response>) | undefined;
  /**
   * Closes connections. Answers that are still being read go on; one without progress for `idle` milliseconds is cut.
   */
  close(idle: number): void;
}
