/**
 * Parses the address of a Center, and tests whether a request goes to it.
 *
 * @module
 */

/** The origin in `baseUrl` with a trailing slash. Messages never repeat the input: it may contain credentials. */
export function rootOf(baseUrl = ''): string {
  // URL.parse does not throw. The error of `new URL` would repeat the input.
  const url = URL.parse(baseUrl);
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url && isHttp && url.href === `${url.origin}/`) return url.href;
  throw new TypeError('baseUrl: give an origin like https://clc.example.com');
}

/** Returns a function that tells whether an absolute, normalized URL has one of the origins. */
export function goesTo(
  source: { readonly origin: string | undefined },
  origins: readonly (string | undefined)[] = [source.origin],
): (url: string) => boolean {
  const roots = origins.map((origin) => rootOf(origin));
  return (url) => roots.some((root) => url.startsWith(root));
}

/**
 * For authors of clients: whether the `hostname` of a URL is certainly this machine: `localhost`, `127.x.x.x`
 * or `[::1]`. Names such as `a.localhost` are not, since some resolvers ask the network for them.
 *
 * @example
 *
 * ```ts
 * import { isLoopback } from '@cloudlink-center/auth';
 *
 * export const mayUseHttp = (url: string): boolean => isLoopback(new URL(url).hostname);
 * ```
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
