/**
 * The connections of one client, and the dispatchers over them. Loaded with the first call: undici takes longer to load than all the rest.
 *
 * @module
 */
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher1Wrapper from 'undici/lib/dispatcher/dispatcher1-wrapper.js';
import type { TlsOptions } from '../tls-options.ts';
import { createConnector } from './connector.ts';
import { dispatchLater } from './dispatch-later.ts';

/** Milliseconds without a byte, for requests that nobody else limits: what fetch has. */
const DEFAULT_LIMIT_MS = 300_000;

export interface Connections {
  /** Without limits of its own. */
  readonly agent: Dispatcher;
  /** With the limits that fetch has. */
  readonly limited: Dispatcher;
  /** For the fetch of Node: undici's Agent is newer than that, and the wrapper speaks to both. */
  readonly timed: Dispatcher;
  /** The same, with the limits that fetch has. */
  readonly untimed: Dispatcher;
}

export function openConnections(tls: TlsOptions): Connections {
  const agent = new Agent({ connect: createConnector(tls), headersTimeout: 0, bodyTimeout: 0 });
  return {
    agent,
    limited: agent.compose(withDefaultLimits),
    timed: new Dispatcher1Wrapper(agent.compose(dispatchLater)),
    untimed: new Dispatcher1Wrapper(agent.compose(dispatchLater, withDefaultLimits)),
  };
}

function withDefaultLimits(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) =>
    dispatch({ ...options, headersTimeout: DEFAULT_LIMIT_MS, bodyTimeout: DEFAULT_LIMIT_MS }, handler);
}
