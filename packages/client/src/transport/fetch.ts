/**
 * The transport for browsers and workerd: their own fetch, with their own way of trusting certificates. A caller's own fetch comes in here as well.
 *
 * @module
 */
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { Timer } from '../resilience/timer.ts';
import type { WireAnswer } from './answer.ts';
import { readBytes } from './read-body.ts';
import type { Transport, TransportOptions, WireRequest } from './transport.ts';

type SendRequest = (request: Request) => Promise<Response>;

export function createTransport({ tls }: TransportOptions): Transport {
  if (tls !== undefined) {
    throw new TypeError(
      'This runtime decides by itself which certificates it trusts, so the option tls cannot be used here. ' +
        'Give the runtime the certificate authority, or pass a fetch of your own.',
    );
  }
  return fetchTransport((request) => globalThis.fetch(request));
}

/** Wraps any fetch, the caller's own included. */
export function fetchTransport(fetch: SendRequest): Transport {
  const explained: SendRequest = async (request) => {
    try {
      return await fetch(request);
    } catch (error) {
      throw failureWithoutAnswer(error, request);
    }
  };
  return {
    send: (request) => untilEnded(request.sending.timer, sendOver(explained, request)),
    fetch: explained,
    close() {},
  };
}

async function sendOver(fetch: SendRequest, request: WireRequest): Promise<WireAnswer> {
  const { url, method, headers, body, sending } = request;
  sending.timer.throwIfEnded();
  const { signal } = sending.timer;
  const made = new Request(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
  // What happens inside of fetch cannot be seen.
  sending.phase = 'sent';
  const response = await fetch(made);
  const { status, statusText } = response;
  const bytes = await readBytes(response, sending.onProgress);
  return { url, status, statusText, headers: Object.fromEntries(response.headers), bytes, response };
}

/** Also when a fetch does not care about signals. */
function untilEnded<Result>(timer: Timer, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    timer.tell({ onTimerEnd: reject });
    work.then(resolve, reject).finally(() => timer.tell(undefined));
  });
}
