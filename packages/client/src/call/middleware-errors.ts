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
  return list.map((middleware) => heard(middleware, list));
}

/** Calls the functions as methods of the middleware: they may be of its class, and may use `this`. */
function heard(middleware: Middleware, list: readonly Middleware[]): Middleware {
  return {
    async onRequest(options) {
      try {
        return await middleware.onRequest?.(options);
      } catch (cause) {
        let error: unknown = cause;
        for (const listener of list.toReversed()) {
          const handled = await listener.onError?.({ ...options, error });
          if (handled instanceof Response) return handled;
          if (isErrorLike(handled)) error = handled;
        }
        throw error;
      }
    },
    onResponse: (options) => middleware.onResponse?.(options),
    onError: (options) => middleware.onError?.(options),
  };
}
