/**
 * Watches requests whose answers are handed on as streams, or whose errors pass through fetch: which failures came before the first byte
 * of a request, and which answers are still being read. undici calls `onRequestStart` when a request gets a connection, just before it writes.
 *
 * @module
 */
import type { Activity } from './activity.ts';
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
export function watchPhase(activity: Activity): (dispatch: Dispatcher['dispatch']) => Dispatcher['dispatch'] {
  return (dispatch) => (options, handler) => {
    activity.begin();
    return dispatch(options, new PhaseWatcher(handler, activity));
  };
}

/** Passes everything on. */
class PhaseWatcher implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #activity: Activity;
  #hasBegun = false;

  constructor(handler: Dispatcher.DispatchHandler, activity: Activity) {
    this.#handler = handler;
    this.#activity = activity;
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
    this.#activity.progress();
    this.#handler.onResponseData?.(...input);
  }
  onResponseEnd(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#activity.end();
    this.#handler.onResponseEnd?.(...input);
  }
  onResponseError(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    this.#activity.end();
    if (!this.#hasBegun) markBeforeSending(input[1]);
    this.#handler.onResponseError?.(...input);
  }
}
