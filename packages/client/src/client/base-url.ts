/**
 * Reads the Center's origin. The SDK appends `/cloudlink/rest` and `/cloudlink/oauth`.
 *
 * @module
 */
import { isLoopback } from '@cloudlink-center/auth';

/**
 * @returns The origin, such as `https://clc.example.com`.
 * @throws TypeError when it is not an HTTPS origin. Plain HTTP is allowed for loopback addresses only.
 */
export function parseBaseUrl(baseUrl: string): string {
  const wanted = 'Use the origin of the Center, such as "https://clc.example.com".';
  // The error of `new URL` would contain the text, which may contain a password.
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl))
    throw new TypeError(`baseUrl is not a URL. ${wanted}`);
  const url = new URL(baseUrl);
  // A user name, a path, a query or a fragment.
  if (url.href !== `${url.origin}/`) throw new TypeError(`baseUrl has more than an origin. ${wanted}`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new TypeError(`baseUrl must use https. ${wanted}`);
  }
  return url.origin;
}
