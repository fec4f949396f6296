/**
 * What a transport is. `node.ts` owns connections and TLS; `fetch.ts` is for every other runtime. package.json picks
 * one through the import `#transport`.
 *
 * @module
 */

/** Sends requests of one client. */
export interface Transport {
  /** As the global one. Rejects with a `CloudLinkError` when no answer came, and with `signal.reason` on an abort. */
  fetch(request: Request): Promise<Response>;
  /** Closes connections; open requests end first. Signs nobody out. */
  close(): Promise<void>;
}
