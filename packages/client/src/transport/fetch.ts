/**
 * The transport for browsers and workerd: their own fetch, with their own way of trusting certificates.
 *
 * @module
 */
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { TlsOptions } from '../tls-options.ts';
import type { Transport } from './transport.ts';

export function createTransport(tls: TlsOptions | undefined): Transport {
  if (tls !== undefined) {
    throw new TypeError(
      'This runtime decides by itself which certificates it trusts, so the option tls cannot be used here. ' +
        'Give the runtime the certificate authority, or pass a fetch of your own.',
    );
  }
  return fetchTransport((request) => globalThis.fetch(request));
}

/** Wraps any fetch, the caller's own included. */
export function fetchTransport(fetch: (request: Request) => Promise<Response>): Transport {
  return {
    async fetch(request) {
      try {
        return await fetch(request);
      } catch (error) {
        throw failureWithoutAnswer(error, request);
      }
    },
    async close() {},
  };
}
