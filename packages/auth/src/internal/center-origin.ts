/**
 * Checks the address of a Center, and tells which requests go to it.
 *
 * @module
 */

/** The origin in `baseUrl`, and a slash. Messages never repeat the input: someone may have pasted credentials into it. */
export function rootOf(baseUrl = ''): string {
  // Without throwing: the message of that error repeats the input.
  const href = URL.parse(baseUrl)?.href ?? '';
  if (/^https?:..[^/?#@]+\/$/.test(href)) return href;
  throw new TypeError('baseUrl: give an origin like https://clc.example.com');
}

/** A test for absolute, normalized URLs: does this one go to any of the origins? */
export function goesTo(
  source: { readonly origin: string | undefined },
  origins: readonly (string | undefined)[] = [source.origin],
): (url: string) => boolean {
  const roots = origins.map((origin) => rootOf(origin));
  return (url) => roots.some((root) => url.startsWith(root));
}
