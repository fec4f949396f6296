/**
 * Reads the address of a Center, and tells which requests go to it.
 *
 * @module
 */

/** The origin in `baseUrl`, and a slash. Messages never repeat the input: someone may have pasted credentials into it. */
export function rootOf(baseUrl = ''): string {
  // URL.parse does not throw: the message of that error would repeat the input.
  const url = URL.parse(baseUrl);
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url && isHttp && url.href === `${url.origin}/`) return url.href;
  throw new TypeError('baseUrl: give an origin like https://clc.example.com');
}

/** Returns a test for absolute, normalized URLs: whether one goes to any of the origins. */
export function goesTo(
  source: { readonly origin: string | undefined },
  origins: readonly (string | undefined)[] = [source.origin],
): (url: string) => boolean {
  const roots = origins.map((origin) => rootOf(origin));
  return (url) => roots.some((root) => url.startsWith(root));
}

/**
 * For authors of clients: whether the `hostname` of a URL is this machine for certain. Names below `localhost` are not:
 * outside of browsers some resolvers ask the network for them.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
