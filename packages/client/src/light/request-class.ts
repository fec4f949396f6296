/**
 * The class that openapi-fetch makes its requests from: a light one where that is surely the same, and a real one everywhere else.
 *
 * @module
 */
import { ACCEPT } from '../accept.ts';
import { type LightInit, LightRequest } from './light-request.ts';

/** What a light request takes; any other setting makes a real one. */
const KNOWN: ReadonlySet<string> = new Set([
  'method',
  'headers',
  'body',
  'signal',
  'redirect',
  'light',
  'hasHeaders',
]);
const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE']);
/** An address that stays as it is when it is parsed: no fragment, no empty, `.` or `..` segment, nothing that would be encoded. */
const SETTLED =
  /^https?:\/\/[^/?#@\\]+(?:\/(?!\.{1,2}(?:[/?]|$))[\w\-.~%!$&'()*+,;=:@]*)*(?:\?[\w\-.~%!$&()*+,;=:@/?[\]]*)?$/;

/** In place of `Request`: `new` gives either kind, and both are instances. */
export const EitherRequest = class {
  constructor(url: string, init: LightInit) {
    if (isPlain(url, init)) return new LightRequest(url, init);
    const { light, hasHeaders: _, ...rest } = init;
    // A real one has a signal where a light one has a timer.
    const request = new Request(url, light === undefined ? rest : { ...rest, signal: light.signal });
    if (!request.headers.has('accept')) request.headers.set('accept', ACCEPT);
    return request;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return LightRequest.is(value) || value instanceof Request;
  }
  // openapi-fetch asks for the class of the DOM, of which it uses these two.
} as unknown as typeof Request;

function isPlain(url: string, init: LightInit): boolean {
  const { method = 'GET', body, redirect } = init;
  for (const name in init) if (!KNOWN.has(name)) return false;
  return (
    METHODS.has(method) &&
    redirect === 'manual' &&
    // A GET with a body is refused by a real request.
    (body === undefined || body === null || (method !== 'GET' && isText(body))) &&
    SETTLED.test(url)
  );
}

function isText(body: unknown): boolean {
  return typeof body === 'string' || body instanceof Uint8Array;
}
