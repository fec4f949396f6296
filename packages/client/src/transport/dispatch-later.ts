/**
 * Lets calls in a row share one connection. undici takes a connection back in the turn of the event loop after its answer; who sends before
 * that, as the next call in a row does, would get a new connection.
 *
 * @module
 */
import type { Dispatcher } from 'undici';

/** For `agent.compose`: sends in the turn after this one. */
export function dispatchLater(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => {
    setImmediate(() => dispatch(options, handler));
    return true;
  };
}

/** undici keeps a pool of its own for requests that refuse HTTP/2, as its wrapper for fetch does: all requests ask for that one. */
export type SharedPoolOptions = Dispatcher.DispatchOptions & { allowH2: false };
