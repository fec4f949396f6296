/**
 * Passes errors thrown in `onRequest` to the `onError` of every middleware, last one first, like any other
 * failure. openapi-fetch itself does not.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { isErrorLike } from '../errors/outside-error.ts';

/** The same list, for openapi-fetch to run. */
export function withErrors(list: readonly Middleware[]): Middleware[] {
  return list.map((middleware) =>
    middleware.onRequest === undefined ? middleware : heard(middleware, list),
  );
}

function heard(middleware: Middleware, list: readonly Middleware[]): Middleware {
  return {
    ...middleware,
    async onRequest(options) {
      try {
        return await middleware.onRequest?.(options);
      } catch (cause) {
        let error: unknown = cause;
        for (const { onError } of list.toReversed()) {
          const handled = await onError?.({ ...options, error });
          if (handled instanceof Response) return handled;
          if (isErrorLike(handled)) error = handled;
        }
        throw error;
      }
    },
  };
}
