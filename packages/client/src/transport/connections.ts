/**
 * The connections to one node and the dispatchers that use them. Loaded with the first call, because loading
 * undici takes longer than everything else.
 *
 * @module
 */
import { type Activity, createActivity } from './activity.ts';
import { createConnector, type Route } from './connector.ts';
import { hideEncoding } from './hidden-encoding.ts';
import { watchPhase } from './phase-watcher.ts';
import type { Progress } from './transport.ts';
import { Agent, type Dispatcher, Dispatcher1Wrapper } from '#undici';

/** Limit in milliseconds without a byte, for requests without a limit of their own. It is that of fetch. */
const DEFAULT_LIMIT_MS = 300_000;

/**
 * Without a limit, a thousand calls at once would need as many handshakes without being faster. Further calls
 * wait for a connection.
 */
const MOST_CONNECTIONS = 128;

/**
 * undici keeps a separate pool for requests that refuse HTTP/2, as its wrapper for fetch does. All requests
 * use that pool.
 */
export type SharedPoolOptions = Dispatcher.DispatchOptions & { allowH2: false };

export interface Connections {
  readonly agent: Dispatcher;
  /** How many bytes of a response may be held in memory. */
  readonly maxResponseBytes: number;
  /** A dispatcher for a request of fetch. One that is not timed gets the limits of fetch. */
  readonly forFetch: (progress: Progress, isTimed: boolean) => Dispatcher;
  /** A dispatcher for one of our own streamed requests. */
  readonly forStream: (progress: Progress, isTimed: boolean) => Dispatcher;
  /** All exchanges on these connections. */
  readonly activity: Activity;
  /** Number of running requests of `send`. */
  running: number;
  /** When the last of them ended, on the clock of `performance.now()`. */
  usedAt: number;
}

export function openConnections(route: Route, maxResponseBytes: number): Connections {
  const connect = createConnector(route);
  const agent = new Agent({ connect, connections: MOST_CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 });
  const activity = createActivity();
  const watched = (progress: Progress, isTimed: boolean): Dispatcher.ComposedDispatcher => {
    const timed = agent.compose(watchPhase(activity, progress));
    return isTimed ? timed : timed.compose(withDefaultLimits);
  };
  return {
    agent,
    maxResponseBytes,
    forFetch: (progress, isTimed) =>
      // The Agent of undici is newer than Node's fetch. The wrapper translates between them.
      new Dispatcher1Wrapper(watched(progress, isTimed).compose(hideEncoding, inNextTurn)),
    forStream: watched,
    activity,
    running: 0,
    usedAt: Number.NEGATIVE_INFINITY,
  };
}

function withDefaultLimits(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) =>
    dispatch({ ...options, headersTimeout: DEFAULT_LIMIT_MS, bodyTimeout: DEFAULT_LIMIT_MS }, handler);
}

/**
 * Lets consecutive calls share one connection. undici reuses a connection in the turn of the event loop after
 * its response, so a request sent earlier would open a new one.
 */
function inNextTurn(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => {
    setImmediate(() => dispatch(options, handler));
    return true;
  };
}
