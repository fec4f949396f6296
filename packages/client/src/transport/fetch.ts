/**
 * The transport for browsers and workerd: their own fetch, with their own way of trusting certificates. A caller's own fetch comes in here as well.
 *
 * @module
 */
import { failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { Timer } from '../resilience/timer.ts';
import type { WireAnswer } from './answer.ts';
import { readBytes } from './read-body.ts';
import type { Progress, Transport, TransportOptions, WireRequest } from './transport.ts';

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
  const explained = async (request: Request, sending?: Progress): Promise<Response> => {
    try {
      // What happens inside of fetch cannot be seen.
      if (sending !== undefined) sending.phase = 'sent';
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

async function sendOver(fetch: Transport['fetch'], request: WireRequest): Promise<WireAnswer> {
  const { url, method, headers, body, sending } = request;
  sending.timer.throwIfEnded();
  const { signal } = sending.timer;
  const made = new Request(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
  const response = await fetch(made, sending);
  const { status, statusText } = response;
  const bytes = await readBytes(response, sending.onProgress);
  // A 401 is no call that was carried out: what follows is signing in again.
  if (status === 401) sending.phase = 'sign-in';
  return { url, status, statusText, headers: Object.fromEntries(response.headers), bytes, response };
}

/** Also when a fetch does not care about signals. */
function untilEnded<Result>(timer: Timer, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    timer.tell({ onTimerEnd: reject });
    work.then(resolve, reject).finally(() => timer.tell(undefined));
  });
}
