/**
 * The transport for browsers and workerd: their own fetch, with their own way of trusting certificates. A caller's own fetch comes in here as well.
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
  /** The fetch is a caller's own: what it throws is for the caller to see. */
  readonly isCallers?: boolean;
};

export function createTransport({ tls, proxy, ...options }: TransportOptions): Transport {
  if (tls !== undefined || proxy !== undefined) {
    throw new TypeError(
      'This runtime decides by itself which certificates it trusts and which proxy it takes, so the options tls and proxy cannot be used here. ' +
        'Give the runtime the certificate authority, or pass a fetch of your own.',
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
      // What happens inside of fetch cannot be seen.
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
  const bytes = await readBytes(response, { most, url, timer, onProgress, ...(causeOf && { causeOf }) });
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
