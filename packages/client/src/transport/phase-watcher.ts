/**
 * Watches requests of fetch and streamed requests: whether anything was written, and which responses are
 * still being read. undici calls `onRequestStart` when a request gets a connection, just before writing.
 *
 * @module
 */
import type { Activity } from './activity.ts';
import type { Progress } from './transport.ts';
import { type Watch, watchedHandler } from './watched-handler.ts';
import type { Dispatcher } from '#undici';

/** An interceptor for `agent.compose`. */
export function watchPhase(
  activity: Activity,
  progress: Progress,
): (dispatch: Dispatcher['dispatch']) => Dispatcher['dispatch'] {
  const watch: Watch = {
    onRequestStart: () => void (progress.phase = 'sent'),
    onResponseData: () => activity.progress(),
    onResponseEnd: () => activity.end(),
    onResponseError: () => activity.end(),
  };
  return (dispatch) => (options, handler) => {
    activity.begin();
    return dispatch(options, watchedHandler(handler, watch));
  };
}
