/**
 * The transport for browsers and workerd: the runtime's own fetch and trust. It also wraps a caller's fetch.
 *
 * @module
 */
import { failureOfCallersFetch, failureWithoutAnswer } from '../errors/failure-no-answer.ts';
import type { Timer } from '../resilience/timer.ts';
import type { WireAnswer } from './answer.ts';
import { readBytes } from './read-body.ts';
import { DEFAULT_MAX_RESPONSE_BYTES } from './response-limit.ts';
import type { Progress, Transport, TransportOptions, WireRequest } from './transport.ts';

type SendRequest = (request: Request, sending?: Progress) => Promise<Response>;
type FetchOptions = Pick<TransportOptions, 'maxResponseBytes'> & {
  /** The fetch is the caller's own, so its errors are shown to the caller. */
  readonly isCallers?: boolean;
};

export function createTransport({ tls, proxy, ...options }: TransportOptions): Transport {
  if (tls !== undefined || proxy !== undefined) {
    throw new TypeError(
      'tls and proxy cannot be used here: this runtime handles certificates and proxies itself. Configure the authority there, or pass a fetch.',
    );
  }
  return fetchTransport((request) => globalThis.fetch(request), options);
}

/** Wraps any fetch. */
export function fetchTransport(
  fetch: SendRequest,
  { maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES, isCallers = false }: FetchOptions,
): Transport {
  const explain = isCallers ? failureOfCallersFetch : failureWithoutAnswer;
  const explained: Transport['fetch'] = async (request, sending) => {
    try {
      // Progress inside fetch is not visible, so the request counts as sent.
      if (sending !== undefined) sending.phase = 'sent';
      return await (isCallers ? fetch(request) : fetch(request, sending));
    } catch (error) {
      throw explain(error, request);
    }
  };
  return {
    maxResponseBytes,
    send(request) {
      const most = request.maxBytes ?? maxResponseBytes;
      return untilEnded(request.sending.timer, sendOver(explained, request, most, isCallers));
    },
    fetch: explained,
    close() {},
  };
}

async function sendOver(
  fetch: Transport['fetch'],
  { url, method, headers, body, sending }: WireRequest,
  most: number,
  isCallers: boolean,
): Promise<WireAnswer> {
  const { timer, onProgress } = sending;
  timer.throwIfEnded();
  const { signal } = timer;
  const made = new Request(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
  const response = await fetch(made, sending);
  const { status, statusText } = response;
  const causeOf = isCallers ? (error: unknown) => error : undefined;
  const bytes = await readBytes(response, { most, url, timer, onProgress, causeOf });
  // A call that ended with a 401 was not carried out. The next step is to sign in again.
  if (status === 401) sending.phase = 'sign-in';
  return { url, status, statusText, headers: Object.fromEntries(response.headers), bytes, response };
}

/** Needed for a fetch that ignores signals. */
function untilEnded<Result>(timer: Timer, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    timer.tell({ onTimerEnd: reject });
    work.then(resolve, reject);
  });
}
