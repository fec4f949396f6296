/**
 * What a transport is. `node.ts` owns connections and TLS, `bun-deno.ts` where it has to; `fetch.ts` is for every other runtime. package.json picks
 * one through the import `#transport`.
 *
 * @module
 */

import type { TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import type { Client } from 'openapi-fetch';
import type { ForeignMiddleware } from '../middleware.ts';

/** A request whose body, or whose answer, is too big to be held. */
export interface StreamRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?:
    | {
        /** Absent: `headers` have it. */
        readonly type?: string;
        /** Bytes, when known. */
        readonly length: number | undefined;
        pieces(): AsyncIterable<Uint8Array>;
      }
    | undefined;
  readonly signal: AbortSignal;
}

/** What openapi-fetch needs for light calls. */
export interface Light {
  readonly Request: typeof Request;
  /** Signs requests in, and sends them. */
  fetch(request: Request): Promise<Response>;
  /** A client whose calls are those of `light` where no middleware or option shows them to others. */
  either(client: Client<paths>, light: Client<paths>, foreign: ForeignMiddleware): Client<paths>;
}

/** Sends requests of one client. */
export interface Transport {
  /**
   * As the global one. Rejects with a `CloudLinkError` when no answer came, and with `signal.reason` on an abort.
   *
   * @param isTimed - The caller has time limits of its own, so those of the connection do not count.
   */
  fetch(request: Request, isTimed?: boolean): Promise<Response>;
  /** A faster way for calls that no foreign code sees. Absent: there is none. */
  light?(source: TokenSource): Light;
  /** Sends and receives bodies that are never held as a whole. Absent: fetch has to do. Rejects as `fetch` does. */
  stream?(request: StreamRequest): Promise<Response>;
  /** Closes connections; open requests end first. Signs nobody out. */
  close(): Promise<void>;
}
