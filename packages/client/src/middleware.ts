/**
 * openapi-fetch leaves a failure inside of `onRequest` to the caller alone. Here it reaches `onError` like any other failure: that of
 * every middleware, the last one first.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import type { Client, Middleware } from 'openapi-fetch';

/** The first client, whose middleware goes to the others, too. */
export function shareMiddleware(first: Client<paths>, others: readonly Client<paths>[]): Client<paths> {
  const clients = [first, ...others];
  const registered = new Map<Middleware, Middleware>();
  return {
    ...first,
    use(...list) {
      for (const middleware of list) {
        const wrapped = withErrors(middleware, registered);
        registered.set(middleware, wrapped);
        for (const client of clients) client.use(wrapped);
      }
    },
    eject(...list) {
      for (const middleware of list) {
        const wrapped = registered.get(middleware);
        registered.delete(middleware);
        if (wrapped !== undefined) for (const client of clients) client.eject(wrapped);
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
