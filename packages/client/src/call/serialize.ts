/**
 * Writes query, body and headers of a plain call as openapi-fetch does by default. openapi-fetch is a single
 * module and loads only in programs that use its client. `behaviours.test.ts` checks that both write the
 * same.
 *
 * @module
 */

/** A value in a query or a header. */
type Scalar = string | number | boolean;

/**
 * Writes a value once, a list once per element, and an object as `name[key]=value`. `null` and `undefined`
 * are left out.
 */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => {
      if (Array.isArray(value)) return value.map((one) => pair(name, one));
      if (typeof value !== 'object' || value === null) return pair(name, value);
      return Object.entries(value).map(([key, inner]) => pair(`${name}[${key}]`, inner));
    })
    .filter((text) => text !== '')
    .join('&');
}

function pair(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object')
    throw new TypeError(`The query parameter "${name}" must be a value or a list of values.`);
  // Neither null, undefined nor an object.
  return `${name}=${encodeURIComponent(value as Scalar)}`;
}

/** JSON, or a form if the caller's headers say so. */
export function bodyText(body: unknown, headers: Readonly<Record<string, string>>): string {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return JSON.stringify(body);
  // Callers who set that content type pass a record.
  return new URLSearchParams(body as Record<string, string>).toString();
}

/**
 * Returns headers by lower-case name. `Headers` converts values to text. A `null` removes a header, and a
 * list gives it several values.
 */
export function withHeaders(
  base: Readonly<Record<string, string>>,
  own: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const headers = new Headers(base);
  for (const [name, value] of own instanceof Headers ? own : Object.entries(own)) {
    if (value === null) headers.delete(name);
    else if (Array.isArray(value)) for (const one of value) headers.append(name, one as string);
    else if (value !== undefined) headers.set(name, value as string);
  }
  return Object.fromEntries(headers);
}
