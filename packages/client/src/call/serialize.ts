/**
 * Query, body and headers of a plain call, as openapi-fetch writes them by default. openapi-fetch itself is one module, and is loaded only by
 * programs that use its client; `behaviours.test.ts` holds that both write the same.
 *
 * @module
 */

/** What stands in a query or a header. */
type Scalar = string | number | boolean;

/** A value, or a list of them, which is written once for each; or an object, as `name[key]=value`. Nothing for `null` and `undefined`. */
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
  // What is neither nothing nor an object.
  return `${name}=${encodeURIComponent(value as Scalar)}`;
}

/** JSON, or a form where the caller's own headers say so. */
export function bodyText(body: unknown, headers: Readonly<Record<string, string>>): string {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return JSON.stringify(body);
  // What a caller gives with that content type.
  return new URLSearchParams(body as Record<string, string>).toString();
}

/** By lower-case name; `Headers` turns values into text. A `null` of the caller's takes a header away, and a list has several values. */
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
