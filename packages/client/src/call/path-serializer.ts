/**
 * Fills in a path template. Refuses, before anything is sent, whatever openapi-fetch or the server would turn
 * into another path: missing values, `.` and `..`, and characters that the server's firewall rejects.
 *
 * @module
 */
import { rawSlashParameters } from '../generated/call-traits.ts';

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Characters that Tomcat and Spring Security refuse in a path, encoded or not. */
const REFUSED = /[\\;%\p{Cc}]/u;

/** A template with only letters, digits, `_` and `-` between its placeholders, as all in the specification. */
const ORDINARY = /^(?:\/(?:[\w-]+|\{[^{}/]+\}))+$/;

/**
 * Replaces each `{name}` of the template with its value. Each segment is encoded separately.
 *
 * @param rawSlashes - The parameter whose slashes are not encoded.
 * @throws TypeError that names the parameter when a value is missing, unknown or would change the path, and
 *   when the template is not a plain path.
 */
export function serializePath(
  template: string,
  values: Readonly<Record<string, unknown>>,
  rawSlashes: string | undefined = rawSlashParameters[template],
): string {
  if (!ORDINARY.test(template)) checkPath(template.replaceAll(PLACEHOLDER, 'value'), template);
  const given = Object.keys(values);
  if (given.length === 0 && !template.includes('{')) return template;
  const names = new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name));
  for (const name of given) {
    if (!names.has(name)) throw new TypeError(`${template} has no path parameter "${name}".`);
  }
  return template.replace(PLACEHOLDER, (_, name: string) =>
    encodeValue(template, name, Object.hasOwn(values, name) ? values[name] : undefined, rawSlashes),
  );
}

/**
 * @throws TypeError when a path filled in elsewhere would lead to another path, or would be refused by the
 *   server.
 */
export function checkPath(path: string, template: string = path): void {
  const fail = (problem: string): never => {
    throw new TypeError(`The path ${template} ${problem}`);
  };
  if (!path.startsWith('/')) fail('must begin with "/".');
  if (/[?#]/.test(path)) fail('must not contain "?" or "#": pass a query in params.query.');
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') fail('must not end with "/" or contain "//".');
    const decoded = segment.replaceAll(/%2e/gi, '.');
    if (decoded === '.' || decoded === '..')
      fail(`must not contain "${segment}", which would lead to another path.`);
    if (/[\\;\p{Cc}]|%(?:2f|5c|3b|25|00)/iu.test(segment))
      fail('contains characters that the server refuses.');
  }
}

function encodeValue(template: string, name: string, value: unknown, rawSlashes: string | undefined): string {
  const fail = (problem: string): never => {
    throw new TypeError(`Path parameter "${name}" of ${template} ${problem}`);
  };
  if (value === undefined || value === null) return fail('is missing.');
  if (typeof value !== 'string' && typeof value !== 'number')
    return fail(`must be a string, not ${typeof value}.`);
  const text = String(value);
  if (text === '') return fail('is empty.');
  const segments = name === rawSlashes ? text.split('/') : [text];
  for (const segment of segments) {
    if (segment === '') fail('must not begin or end with "/", or contain "//".');
    if (segment === '.' || segment === '..')
      fail(`must not be "${segment}", which would lead to another path.`);
    if (segment.includes('/')) fail('must not contain "/".');
    if (REFUSED.test(segment))
      fail('must not contain "%", ";", "\\" or control characters: the server refuses them.');
    if (!segment.isWellFormed()) fail('contains a lone surrogate.');
  }
  return segments.map(encodeURIComponent).join('/');
}
