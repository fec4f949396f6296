/**
 * The middleware of a caller: one list for all nodes and all ways to call.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';

export interface MiddlewareList {
  /** In the order in which they were added, as openapi-fetch is to run them. */
  readonly all: readonly Middleware[];
  /** As openapi-fetch's own: empty values are left out, twice is twice. @throws Error on what is no middleware. */
  use(...added: Middleware[]): void;
  /** Takes away the first that was added of each. */
  eject(...removed: Middleware[]): void;
}

export function createMiddlewareList(): MiddlewareList {
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
        all.push(middleware);
      }
    },
    eject(...removed) {
      for (const middleware of removed) {
        const index = all.indexOf(middleware);
        if (index >= 0) all.splice(index, 1);
      }
    },
  };
}

const NAMES = ['onRequest', 'onResponse', 'onError'] as const;
