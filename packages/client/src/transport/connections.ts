/**
 * The connections to one node, and the dispatchers over them. Loaded with the first call: undici takes longer to load than all the rest.
 *
 * @module
 */
import { type Activity, createActivity } from './activity.ts';
import { createConnector, type Route } from './connector.ts';
import { hideEncoding } from './hidden-encoding.ts';
import { watchPhase } from './phase-watcher.ts';
import type { Progress } from './transport.ts';
import { Agent, type Dispatcher, Dispatcher1Wrapper } from '#undici';

/** Milliseconds without a byte, for requests that nobody else limits: what fetch has. */
const DEFAULT_LIMIT_MS = 300_000;

/** A thousand calls at once would make as many handshakes, and no call faster. The others wait for a connection. */
const MOST_CONNECTIONS = 128;

/**
 * undici keeps a pool of its own for requests that refuse HTTP/2, as its wrapper for fetch does: all requests ask for that one.
 */
export type SharedPoolOptions = Dispatcher.DispatchOptions & { allowH2: false };

export interface Connections {
  readonly agent: Dispatcher;
  /** Bytes of an answer that may be held. */
  readonly maxResponseBytes: number;
  /** Over the same connections, for a request that fetch makes. One that is not timed has the limits that fetch has. */
  readonly forFetch: (progress: Progress, isTimed: boolean) => Dispatcher;
  /** The same for a request of ours that is streamed. */
  readonly forStream: (progress: Progress, isTimed: boolean) => Dispatcher;
  /** Everything that is under way on them. */
  readonly activity: Activity;
  /** Requests of `send` that are under way. */
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
      // undici's Agent is newer than the fetch of Node, and the wrapper speaks to both.
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
 * Lets calls in a row share one connection. undici takes a connection back in the turn of the event loop after its answer; a request that
 * is sent before that would get a new connection.
 */
function inNextTurn(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => {
    setImmediate(() => dispatch(options, handler));
    return true;
  };
}
