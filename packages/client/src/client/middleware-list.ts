/**
 * The caller's middleware: one list for all nodes and all kinds of calls.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';

export interface MiddlewareList {
  /** In the order in which openapi-fetch runs them: as added. */
  readonly all: readonly Middleware[];
  /**
   * Behaves as in openapi-fetch: empty values are skipped, and an object that is added twice runs twice.
   *
   * @throws Error on anything that is not middleware.
   */
  use(...added: Middleware[]): void;
  /** Removes the first occurrence of each. */
  eject(...removed: Middleware[]): void;
}

export function createMiddlewareList(): MiddlewareList {
  const all: Middleware[] = [];
  return {
    all,
    use(...added) {
      for (const middleware of added) {
        // JavaScript callers pass empty values, which openapi-fetch allows.
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
