/**
 * Reads the Center's origin. The SDK appends `/cloudlink/rest` and `/cloudlink/oauth` by itself.
 *
 * @module
 */
import { isLoopback } from '@cloudlink-center/auth';

/**
 * @returns The origin, such as `https://clc.example.com`.
 * @throws TypeError when it is no HTTPS origin. Plain HTTP is allowed for loopback addresses only.
 */
export function parseBaseUrl(baseUrl: string): string {
  const wanted = 'Give the origin of the Center, such as "https://clc.example.com".';
  // `new URL` would put the text, which may hold a password, into its own error.
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl))
    throw new TypeError(`baseUrl is not a URL. ${wanted}`);
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '') throw new TypeError(`baseUrl holds a user name. ${wanted}`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new TypeError(`baseUrl holds more than an origin. ${wanted}`);
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new TypeError(`baseUrl must use https. ${wanted}`);
  }
  return url.origin;
}
