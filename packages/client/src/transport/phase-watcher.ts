/**
 * Watches requests of fetch and streamed requests: whether anything was written, and which responses are
 * still being read. undici calls `onRequestStart` when a request gets a connection, just before writing.
 *
 * @module
 */
import type { Activity } from './activity.ts';
import type { Progress } from './transport.ts';
import type { Dispatcher } from '#undici';

/** An interceptor for `agent.compose`. */
export function watchPhase(
  activity: Activity,
  progress: Progress,
): (dispatch: Dispatcher['dispatch']) => Dispatcher['dispatch'] {
  return (dispatch) => (options, handler) => {
    activity.begin();
    return dispatch(options, new PhaseWatcher(handler, activity, progress));
  };
}

/** Passes everything on unchanged. */
class PhaseWatcher implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #activity: Activity;
  readonly #progress: Progress;

  constructor(handler: Dispatcher.DispatchHandler, activity: Activity, progress: Progress) {
    this.#handler = handler;
    this.#activity = activity;
    this.#progress = progress;
  }

  onRequestStart(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#progress.phase = 'sent';
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
    this.#handler.onResponseError?.(...input);
  }
}
