/**
 * The middleware of a caller: one list for all nodes and all ways to call.
 *
 * openapi-fetch leaves a failure inside of `onRequest` to the caller alone. Here it reaches `onError` like any other failure: that of
 * every middleware, the last one first.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { isErrorLike } from '../errors/outside-error.ts';

export interface MiddlewareList {
  /** In the order in which they were added, as openapi-fetch is to run them. */
  readonly all: readonly Middleware[];
  /** As openapi-fetch's own: empty values are left out, twice is twice. @throws Error on what is no middleware. */
  use(...added: Middleware[]): void;
  /** Takes away the first that was added of each. */
  eject(...removed: Middleware[]): void;
}

export function createMiddlewareList(): MiddlewareList {
  const originals: Middleware[] = [];
  const all: Middleware[] = [];
  return {
    all,
    use(...added) {
      for (const middleware of added) {
        // Callers without types pass such things, as openapi-fetch allows.
        if (!middleware) continue;
        if (typeof middleware !== 'object' || !NAMES.some((name) => name in middleware)) {
          throw new Error(
            'Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`',
          );
        }
        originals.push(middleware);
        all.push(withErrors(middleware, originals));
      }
    },
    eject(...removed) {
      for (const middleware of removed) {
        const index = originals.indexOf(middleware);
        if (index < 0) continue;
        originals.splice(index, 1);
        all.splice(index, 1);
      }
    },
  };
}

const NAMES = ['onRequest', 'onResponse', 'onError'] as const;

function withErrors(middleware: Middleware, registered: readonly Middleware[]): Middleware {
  if (middleware.onRequest === undefined) return middleware;
  return {
    ...middleware,
    async onRequest(options) {
      try {
        return await middleware.onRequest?.(options);
      } catch (cause) {
        let error: unknown = cause;
        for (const { onError } of registered.toReversed()) {
          const handled = await onError?.({ ...options, error });
          if (handled instanceof Response) return handled;
          if (isErrorLike(handled)) error = handled;
        }
        throw error;
      }
    },
  };
}
