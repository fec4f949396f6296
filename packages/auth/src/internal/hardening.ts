/**
 * Protection that programs need and pages do not: `hardening-browser.ts` takes its place in browser bundles, by the
 * condition `browser` of `#hardening` in package.json.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { ClientCredentialsOptions } from '../client-credentials.ts';

/** Throws a TypeError for options that are not as documented. */
export function checkOptions(options: ClientCredentialsOptions): void {
  const { clientId, clientSecret, credentialsIn = 'query', timeout = 1, refusalPause = 0 } = options;
  const checks = {
    clientId: clientId && typeof clientId === 'string',
    clientSecret: clientSecret && /string|function/.test(typeof clientSecret),
    credentialsIn: /^(query|body)$/.test(credentialsIn),
    // The upper bound is that of timers.
    timeout: timeout > 0 && timeout < 2 ** 31,
    refusalPause: refusalPause >= 0,
  };
  for (const [name, fine] of Object.entries(checks)) {
    if (!fine) throw new TypeError(`${name} is missing or not as documented`);
  }
}

/** Throws an AuthError for plain HTTP to another machine, unless that was asked for. */
export function checkSecurity(
  root: string,
  { allowInsecureHttp }: { allowInsecureHttp?: boolean | undefined },
): void {
  if (!allowInsecureHttp && /^http:\/\/(?!(127(\.\d+){3}|\[::1\]|([^:]+\.)?localhost)[:/])/.test(root)) {
    throw new AuthError('insecure_url', 'baseUrl: use https, or set allowInsecureHttp');
  }
}

/** Masks a secret wherever it stands in `text`: raw, percent-encoded, form-encoded or inside JSON. It is well-formed Unicode. */
export function redact(text: string, secret: string): string {
  const shapes = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
  for (const shape of shapes) text = text.replaceAll(shape, '[redacted]');
  return text;
}

/**
 * Quotes what the server said: the secret and everything that looks like a token masked, cut to 200 characters. Long
 * words of small letters are none: `unsupported_grant_type`.
 */
export function quote(text: string, secret: string): string {
  const safe = redact(text, secret).replace(/(?![a-z_]+\b)[\w~%+=-]{20,}/g, '[redacted]');
  return JSON.stringify(safe.slice(0, 200).trim());
}

/**
 * A copy of an error with its name, message, plain fields and chain of causes, each masked. The original may hold
 * a request with its URL in places where nobody looks.
 */
export function sanitized(error: unknown, secret: string, depth = 4): Error {
  const { name, message, cause, ...fields } = error instanceof Error ? error : new Error(String(error));
  const copy = new Error(redact(message, secret));
  const plain: Record<string, unknown> = { name, ...fields };
  for (const [key, value] of Object.entries(plain)) {
    // Plain fields such as `code`; objects may hold anything.
    if (/string|number/.test(typeof value)) Object.assign(copy, { [key]: redact(String(value), secret) });
  }
  if (cause !== undefined && depth) copy.cause = sanitized(cause, secret, depth - 1);
  return copy;
}

/** A copy that can be sent later, with the options that only the runtime knows: openapi-fetch puts them on the request. */
export function copyOf(request: Request): Request {
  return Object.assign(request.clone(), Object.fromEntries(Object.entries(request)));
}
