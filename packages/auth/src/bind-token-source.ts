/**
 * Gives a token source the address and transport of a client.
 *
 * @module
 */
import { rootOf } from './internal/center-origin.ts';
import type { BindTarget, TokenSource } from './token-source.ts';

/**
 * For authors of clients: a source with the credentials of `source` that asks `target` for its tokens. Each call
 * makes a source with a cache of its own. A source that cannot be bound is used as it is.
 *
 * @throws `TypeError` when the source is for another origin or `baseUrl` is unusable; `AuthError` `insecure_url` on
 * plain HTTP to another machine.
 */
export function bindTokenSource(source: TokenSource, target: BindTarget): TokenSource {
  const origin = rootOf(target.baseUrl).slice(0, -1);
  if (source.origin !== undefined && source.origin !== origin) {
    throw new TypeError(
      `The token source is for ${source.origin} and the client for ${origin}: give one baseUrl`,
    );
  }
  if (source.bind) return source.bind(target);
  if (source.origin === origin) return source;
  return {
    origin,
    peek: () => source.peek(),
    getToken: (options) => source.getToken(options),
    invalidate: (token) => source.invalidate(token),
    logout: () => source.logout(),
  };
}
