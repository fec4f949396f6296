/**
 * Checks the options of both grants on entry.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { isLoopback } from './center-origin.ts';

/** The options of client credentials that are checked, as a caller without types may give them. */
export interface ClientOptions {
  readonly clientId: unknown;
  readonly clientSecret: unknown;
  readonly credentialsIn?: unknown;
  readonly timeout?: number | undefined;
  readonly refusalPause?: number | undefined;
}

/** The longest time that timers can count, in milliseconds. */
const LONGEST_TIMER = 2 ** 31;

/** Throws a TypeError for options of `clientCredentials` that are not as documented. */
export function checkClientOptions(options: ClientOptions): void {
  const { clientId, clientSecret, credentialsIn = 'query', timeout, refusalPause = 0 } = options;
  check('clientId', isText(clientId));
  check('clientSecret', isText(clientSecret) || typeof clientSecret === 'function');
  check('credentialsIn', credentialsIn === 'query' || credentialsIn === 'body');
  check('timeout', isTimeout(timeout));
  check('refusalPause', refusalPause >= 0);
}

/** The options of the implicit grant that are checked. */
export interface PageOptions {
  readonly clientId: unknown;
  readonly redirectUri: string;
  readonly timeout?: number | undefined;
}

/** Throws a TypeError for options of `implicit` that are not as documented. */
export function checkPageOptions({ clientId, redirectUri, timeout }: PageOptions): void {
  check('clientId', isText(clientId));
  // A fragment is where the answer will stand.
  check('redirectUri', URL.canParse(redirectUri) && !redirectUri.includes('#'));
  check('timeout', isTimeout(timeout));
}

/** Throws an AuthError for plain HTTP to another machine, unless that was asked for. */
export function checkSecurity(
  root: string,
  { allowInsecureHttp }: { readonly allowInsecureHttp?: boolean | undefined },
): void {
  if (allowInsecureHttp || root === '') return;
  const { protocol, hostname } = new URL(root);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw new AuthError('insecure_url', 'baseUrl: use https, or set allowInsecureHttp');
}

function check(name: string, isFine: boolean): void {
  if (!isFine) throw new TypeError(`${name} is missing or not as documented`);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTimeout(timeout = 1): boolean {
  return timeout > 0 && timeout < LONGEST_TIMER;
}
