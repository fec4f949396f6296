/**
 * The openapi-fetch client that a caller sees: its middleware counts for every node, and its calls are as fast as ours where nobody watches.
 *
 * openapi-fetch leaves a failure inside of `onRequest` to the caller alone. Here it reaches `onError` like any other failure: that of
 * every middleware, the last one first.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import type { Client, Middleware } from 'openapi-fetch';
import type { Node } from './nodes.ts';

/** Middleware of the caller's, by what was registered for it. While there is any, requests are real ones. */
export type ForeignMiddleware = Map<Middleware, Middleware>;

/** The client of the first node, whose middleware goes to the others, too. */
export function sharedClient(nodes: readonly [Node, ...Node[]]): Client<paths> {
  const [{ client, lightClient, foreign }] = nodes;
  return {
    ...(lightClient === undefined ? client : eitherClient(client, lightClient, foreign)),
    use(...list) {
      for (const middleware of list) {
        const wrapped = withErrors(middleware, foreign);
        foreign.set(middleware, wrapped);
        for (const node of nodes) node.client.use(wrapped);
      }
    },
    eject(...list) {
      for (const middleware of list) {
        const wrapped = foreign.get(middleware);
        foreign.delete(middleware);
        if (wrapped !== undefined) for (const node of nodes) node.client.eject(wrapped);
      }
    },
  };
}

/** Options that show a request or an answer to others, or that need a real one. */
const SHOWING = ['middleware', 'fetch', 'Request', 'baseUrl'] as const;

/** The methods of a client, each of which takes the light one where nobody watches. */
function eitherClient(
  client: Client<paths>,
  lightClient: Client<paths>,
  foreign: ForeignMiddleware,
): Client<paths> {
  const isWatched = (init: Record<string, unknown> = {}): boolean =>
    foreign.size > 0 || init['parseAs'] === 'stream' || SHOWING.some((name) => init[name] !== undefined);
  const names = Object.keys(client) as (keyof Client<paths>)[];
  const entries = names.map((name) => {
    const method = (...input: unknown[]): unknown => {
      // All of them take the options last.
      const init = input[name === 'request' ? 2 : 1] as Record<string, unknown> | undefined;
      const chosen = (isWatched(init) ? client : lightClient)[name] as (...input: unknown[]) => unknown;
      return chosen(...input);
    };
    return [name, method] as const;
  });
  // The same methods, with the same types.
  return Object.fromEntries(entries) as unknown as Client<paths>;
}

function withErrors(middleware: Middleware, registered: ReadonlyMap<Middleware, Middleware>): Middleware {
  const { onRequest } = middleware;
  if (onRequest === undefined) return middleware;
  return {
    ...middleware,
    async onRequest(options) {
      try {
        return await onRequest(options);
      } catch (cause) {
        let error: unknown = cause;
        for (const { onError } of [...registered.keys()].toReversed()) {
          const handled = await onError?.({ ...options, error });
          if (handled instanceof Response) return handled;
          if (handled instanceof Error) error = handled;
        }
        throw error;
      }
    },
  };
}
