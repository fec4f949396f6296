/**
 * Remembers which failures came before the first byte of a request, for requests whose errors pass through fetch. undici calls
 * `onRequestStart` when a request gets a connection, just before it writes.
 *
 * @module
 */
import type { Dispatcher } from './undici.ts';

const failedBeforeSending = new WeakSet<object>();

/** Whether a failure, or one in its chain of causes, certainly came before anything was sent. */
export function isBeforeSending(error: unknown): boolean {
  for (let current = error; typeof current === 'object' && current !== null;) {
    if (failedBeforeSending.has(current)) return true;
    current = (current as { readonly cause?: unknown }).cause;
  }
  return false;
}

function markBeforeSending(error: unknown): void {
  if (typeof error === 'object' && error !== null) failedBeforeSending.add(error);
}

/** For `agent.compose`. */
export function watchPhase(onData: () => void): (dispatch: Dispatcher['dispatch']) => Dispatcher['dispatch'] {
  return (dispatch) => (options, handler) => dispatch(options, new PhaseWatcher(handler, onData));
}

/** Passes everything on. */
class PhaseWatcher implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #onData: () => void;
  #hasBegun = false;

  constructor(handler: Dispatcher.DispatchHandler, onData: () => void) {
    this.#handler = handler;
    this.#onData = onData;
  }

  onRequestStart(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#hasBegun = true;
    this.#handler.onRequestStart?.(...input);
  }
  onRequestUpgrade(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>): void {
    this.#handler.onRequestUpgrade?.(...input);
  }
  onResponseStart(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    this.#handler.onResponseStart?.(...input);
  }
  onResponseData(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.#onData();
    this.#handler.onResponseData?.(...input);
  }
  onResponseEnd(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...input);
  }
  onResponseError(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    if (!this.#hasBegun) markBeforeSending(input[1]);
    this.#handler.onResponseError?.(...input);
  }
}
