/**
 * Checks the address of a Center, and tells which requests go to it.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';

/** The origin in `baseUrl`. Messages never repeat the input: someone may have pasted credentials into it. */
export function centerOrigin(baseUrl: string, allowInsecureHttp?: boolean): string {
  let url: URL | undefined;
  try {
    url = new URL(baseUrl);
  } catch {
    // Reported below, since the message of URL repeats the input.
  }
  if (!url || !/^https?:\/\/[^/?#@]+\/$/.test(url.href)) {
    throw new TypeError('baseUrl: give an origin like https://clc.example.com');
  }
  if (
    url.protocol === 'http:' &&
    !allowInsecureHttp &&
    !/^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/.test(url.hostname)
  ) {
    throw new AuthError('insecure_url', 'baseUrl: use https, or set allowInsecureHttp');
  }
  return url.origin;
}

/** A test for absolute, normalized URLs: does this one go to any of the origins? */
export function goesTo(
  source: { readonly origin: string | undefined },
  origins: readonly string[] | undefined,
): (url: string) => boolean {
  // The addresses of a client's nodes have been accepted already; http is no news here.
  const prefixes = (origins ?? (source.origin === undefined ? [] : [source.origin])).map(
    (origin) => centerOrigin(origin, true) + '/',
  );
  if (!prefixes[0]) throw new TypeError(UNBOUND);
  return (url) => prefixes.some((prefix) => url.startsWith(prefix));
}

/** What to do about a source that has no address. */
export const UNBOUND = 'Give the token source a baseUrl';
