/**
 * The openapi-fetch client that a caller sees: its middleware counts for every node.
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
  const [{ visibleClient, foreign }] = nodes;
  return {
    ...visibleClient,
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
