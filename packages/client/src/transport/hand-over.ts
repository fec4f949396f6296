/**
 * Hands calls to a patched global fetch, with our dispatcher as `dispatcher` in its second argument: over it, the trust and the proxy of this
 * client hold. A patch that answers by itself needs none. One that loses it would send the call over connections that check something
 * else, or nothing: such a request is stopped before its first byte is written.
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
  /** Of our own connections: patches replace errors. */
  failure?: unknown;
};
type HandedOver = (dispatcher: Dispatcher, request: Request) => Promise<Response>;
/** The parts of the documented events of undici and of `node:http` that are looked at. */
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
 * Watches undici, every copy of it, and `node:http` while calls are handed over. In one function, since its parts share what was handed over.
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
        // What happens inside is ours.
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

/** Of undici's handlers today, and of those that the fetch of Node 22 and 24 has. */
const METHODS: readonly string[] = (
  'onRequestStart onRequestUpgrade onResponseStart onResponseData onResponseEnd onResponseError ' +
  'onConnect onUpgrade onHeaders onData onComplete onError onBodySent onRequestSent onResponseStarted'
).split(' ');

/** The same handler, with an ear for its failure. */
function listening(
  handler: Dispatcher.DispatchHandler,
  onFailure: (error: unknown) => void,
): Dispatcher.DispatchHandler {
  // Both kinds of handlers, method by method.
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

/** Patches log URLs and keep them in traces. The dispatcher puts the secret back. */
function withoutSecret(url: URL): URL {
  const shown = new URL(url);
  if (shown.searchParams.has(SECRET)) shown.searchParams.set(SECRET, 'redacted');
  return shown;
}

/** The form in which most callers of fetch write it, so that every patch knows it. */
async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, body, redirect, signal } = request;
  const init: RequestInit = { method, headers: Object.fromEntries(headers), redirect, signal };
  if (body === null) return init;
  const isText = /json|urlencoded|^text\//.test(headers.get('content-type') ?? '');
  if (isText) return { ...init, body: await request.text() };
  // Node asks for this with a stream, and the DOM's types do not know it.
  return { ...init, body, duplex: 'half' } as RequestInit;
}

function lostError({ host }: URL): CloudLinkError {
  return new CloudLinkError(
    'untrusted_certificate',
    `The global fetch is patched, and the patch lost its second argument with the dispatcher that checks the certificate of ${host}. Nothing was sent. ` +
      'Have the patch pass its second argument on, as in fetch(input, init), or give createCloudLink a fetch of your own.',
    { notSent: true },
  );
}
