/**
 * Binds a token source to the address and transport of a client.
 *
 * @module
 */
import { rootOf } from './internal/center-origin.ts';
import type { BindTarget, TokenSource } from './token-source.ts';

/**
 * For authors of clients: returns a source with the credentials of `source` that gets its tokens from
 * `target`. Each call returns a source with its own cache. A source without `bind` is used unchanged.
 *
 * @example
 *
 * ```ts
 * import { bindTokenSource, clientCredentials } from '@cloudlink-center/auth';
 *
 * const credentials = clientCredentials({
 *   clientId: 'automation',
 *   clientSecret: async () => 'read it here',
 * });
 * export const source = bindTokenSource(credentials, { baseUrl: 'https://clc.example.com', fetch });
 * ```
 *
 * @throws `TypeError` if the source is for another origin, or `baseUrl` is not an origin; `AuthError`
 *   `insecure_url` for plain HTTP to another machine.
 */
export function bindTokenSource(source: TokenSource, target: BindTarget): TokenSource {
  const origin = rootOf(target.baseUrl).slice(0, -1);
  if (source.origin !== undefined && source.origin !== origin) {
    throw new TypeError(
      `The token source is for ${source.origin}, the client for ${origin}: use one baseUrl`,
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
