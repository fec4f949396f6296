/**
 * Sends calls through a patched global fetch, passing our dispatcher as `dispatcher` in its second argument.
 * With that dispatcher, the TLS options and proxy of this client apply. A patch that responds by itself does
 * not need it. If a patch drops it, the request would use connections with other checks or none, so it is
 * stopped before its first byte is written.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Dispatcher } from '#undici';

type HandOver = {
  readonly origin: string;
  isLost: boolean;
  /** The failure of our own connection, kept because patches replace errors. */
  failure?: unknown;
};
type HandedOver = (dispatcher: Dispatcher, request: Request) => Promise<Response>;
/** The parts of the documented events of undici and `node:http` that are used here. */
type Created = { readonly request: { readonly origin: unknown } };
type CreatedByHttp = {
  readonly request: { readonly protocol: string; getHeader(name: string): unknown; destroy(): void };
};
type Sending = { readonly request: object; readonly socket: { destroy(): void } };

const SECRET = 'client_secret';

export function createHandOver(): HandedOver {
  const guard = createGuard();
  return async (dispatcher, request) => {
    const url = new URL(request.url);
    const handOver: HandOver = { origin: url.origin, isLost: false };
    const shown = withoutSecret(url);
    const init = {
      ...(await initOf(request)),
      dispatcher: guard.dispatcher(handOver, dispatcher, url, shown),
    };
    try {
      return await guard.run(handOver, () => globalThis.fetch(shown.href, init));
    } catch (error) {
      throw handOver.isLost ? lostError(url) : (handOver.failure ?? error);
    }
  };
}

/**
 * Watches every copy of undici, and `node:http`, while calls are handed over. One function, because its parts
 * share the state of those calls.
 */
function createGuard(): {
  dispatcher(handOver: HandOver, inner: Dispatcher, real: URL, shown: URL): object;
  run<Result>(handOver: HandOver, work: () => Promise<Result>): Promise<Result>;
} {
  const current = new AsyncLocalStorage<HandOver | undefined>();
  const strays = new WeakSet<object>();
  let running = 0;
  const onCreate = (event: unknown): void => {
    const { request } = event as Created;
    const handOver = current.getStore();
    if (handOver === undefined || String(request.origin) !== handOver.origin) return;
    handOver.isLost = true;
    strays.add(request);
  };
  const onCreateByHttp = (event: unknown): void => {
    const { request } = event as CreatedByHttp;
    const handOver = current.getStore();
    const origin = `${request.protocol}//${String(request.getHeader('host'))}`;
    if (handOver === undefined || origin !== handOver.origin) return;
    handOver.isLost = true;
    request.destroy();
  };
  const onSend = (event: unknown): void => {
    const { request, socket } = event as Sending;
    if (strays.has(request)) socket.destroy();
  };
  const listeners = [
    ['undici:request:create', onCreate],
    ['undici:client:sendHeaders', onSend],
    ['http.client.request.created', onCreateByHttp],
  ] as const;
  return {
    dispatcher: (handOver, inner, real, shown) => ({
      dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
        const isShown = options.path === shown.pathname + shown.search;
        const own = isShown ? { ...options, path: real.pathname + real.search } : options;
        // Requests from inside are our own.
        return current.run(undefined, () =>
          inner.dispatch(
            own,
            listening(handler, (error) => (handOver.failure = error)),
          ),
        );
      },
    }),
    async run(handOver, work) {
      if ((running += 1) === 1) for (const [name, listener] of listeners) subscribe(name, listener);
      try {
        return await current.run(handOver, work);
      } finally {
        if ((running -= 1) === 0) for (const [name, listener] of listeners) unsubscribe(name, listener);
      }
    },
  };
}

/** Methods of undici's current handlers, and of those that fetch on Node 22 and 24 uses. */
const METHODS: readonly string[] = (
  'onRequestStart onRequestUpgrade onResponseStart onResponseData onResponseEnd onResponseError ' +
  'onConnect onUpgrade onHeaders onData onComplete onError onBodySent onRequestSent onResponseStarted'
).split(' ');

/** The same handler, which also reports its failure. */
function listening(
  handler: Dispatcher.DispatchHandler,
  onFailure: (error: unknown) => void,
): Dispatcher.DispatchHandler {
  // Covers both kinds of handlers, method by method.
  const methods = handler as unknown as Record<string, unknown>;
  const all: Record<string, (...input: unknown[]) => unknown> = {};
  for (const name of METHODS) {
    const method = methods[name];
    if (typeof method !== 'function') continue;
    all[name] = (...input) => {
      if (name === 'onResponseError' || name === 'onError') onFailure(input.at(-1));
      return Reflect.apply(method, handler, input) as unknown;
    };
  }
  return all;
}

/** Patches log URLs and keep them in traces, so the secret is removed here. The dispatcher restores it. */
function withoutSecret(url: URL): URL {
  const shown = new URL(url);
  if (shown.searchParams.has(SECRET)) shown.searchParams.set(SECRET, 'redacted');
  return shown;
}

/** The form that most callers of fetch use, so that every patch understands it. */
async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, body, redirect, signal } = request;
  const init: RequestInit = { method, headers: Object.fromEntries(headers), redirect, signal };
  if (body === null) return init;
  const isText = /json|urlencoded|^text\//.test(headers.get('content-type') ?? '');
  if (isText) return { ...init, body: await request.text() };
  // Node requires `duplex` for a stream, and the DOM types do not have it.
  return { ...init, body, duplex: 'half' } as RequestInit;
}

function lostError({ host }: URL): CloudLinkError {
  return new CloudLinkError(
    'untrusted_certificate',
    `The global fetch is patched, and the patch dropped its second argument with the dispatcher that checks the certificate of ${host}. Nothing was sent. ` +
      'Make the patch pass on its second argument, as in fetch(input, init), or pass your own fetch to createCloudLink.',
    { notSent: true },
  );
}
