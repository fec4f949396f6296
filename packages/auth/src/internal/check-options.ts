/**
 * Checks the options of both grants on entry.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { isLoopback } from './center-origin.ts';

/** The options of `clientCredentials` that are checked. Callers without types may pass any value. */
export interface ClientOptions {
  readonly clientId: unknown;
  readonly clientSecret: unknown;
  readonly credentialsIn?: unknown;
  readonly timeout?: number | undefined;
  readonly refusalPause?: number | undefined;
}

/** The longest time that timers can count, in milliseconds. */
const LONGEST_TIMER = 2 ** 31;

/** Throws a TypeError for invalid options of `clientCredentials`. */
export function checkClientOptions(options: ClientOptions): void {
  const { clientId, clientSecret, credentialsIn = 'query', timeout, refusalPause = 0 } = options;
  check('clientId', clientId, isText(clientId), 'a client id');
  const isSecret = isText(clientSecret) || typeof clientSecret === 'function';
  check('clientSecret', clientSecret, isSecret, 'a client secret, or a function that returns it');
  check(
    'credentialsIn',
    credentialsIn,
    credentialsIn === 'query' || credentialsIn === 'body',
    'query or body',
  );
  checkTimeout(timeout);
  check('refusalPause', refusalPause, refusalPause >= 0, 'milliseconds');
}

/** The options of `implicit` that are checked. */
export interface PageOptions {
  readonly clientId: unknown;
  readonly redirectUri: string;
  readonly timeout?: number | undefined;
}

/** Throws a TypeError for invalid options of `implicit`. */
export function checkPageOptions({ clientId, redirectUri, timeout }: PageOptions): void {
  check('clientId', clientId, isText(clientId), 'a client id');
  // The Center puts the answer into the fragment.
  const isUri = URL.canParse(redirectUri) && !redirectUri.includes('#');
  check('redirectUri', redirectUri, isUri, 'a URL without a fragment');
  checkTimeout(timeout);
}

/** Throws an AuthError for plain HTTP to another machine, unless `allowInsecureHttp` is set. */
export function checkSecurity(
  root: string,
  { allowInsecureHttp }: { readonly allowInsecureHttp?: boolean | undefined },
): void {
  if (allowInsecureHttp || root === '') return;
  const { protocol, hostname } = new URL(root);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw new AuthError('insecure_url', 'baseUrl: use https, or set allowInsecureHttp');
}

/** The message shows numbers and types, never the value of a text: it may be a secret. */
function check(name: string, value: unknown, isFine: boolean, wanted: string): void {
  if (isFine) return;
  const given = value === '' ? 'empty' : typeof value === 'number' ? value : typeof value;
  throw new TypeError(`${name} is ${given}: give ${wanted}`);
}

function checkTimeout(timeout = 1): void {
  check('timeout', timeout, timeout > 0 && timeout < LONGEST_TIMER, 'milliseconds above 0');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
