/**
 * Keeps secrets and tokens out of error messages, causes and quotes of the server.
 *
 * @module
 */
import { isErrorLike } from './error-like.ts';

const MASK = '[redacted]';
const LONG_WORDS = /[\w~%+=-]{20,}/g;
/** Control characters that JSON does not escape, and characters that change the direction of text. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/**
 * For authors of clients: masks a secret or a token in `text`, as it is, percent-encoded by
 * `encodeURIComponent`, form-encoded, or escaped by `JSON.stringify`. Other encodings, such as base64, are
 * not masked. The secret must be well-formed Unicode; an empty one masks nothing.
 *
 * @example
 *
 * ```ts
 * import { redact } from '@cloudlink-center/auth';
 *
 * console.log(redact('GET /token?secret=abc%20def', 'abc def')); // GET /token?secret=[redacted]
 * ```
 */
export function redact(text: string, secret: string): string {
  if (secret === '') return text;
  const shapes = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
  let masked = text;
  for (const shape of shapes) masked = masked.replaceAll(shape, MASK);
  return masked;
}

/** Masks words of 20 and more characters, since each of them may be a token. */
export function redactLongWords(text: string): string {
  return text.replace(LONG_WORDS, MASK);
}

/**
 * For authors of clients: quotes text of the server, such as a body or a header, for an error message. Masks
 * the secret and everything that looks like a token, removes invisible characters, and cuts the text to 200
 * characters. A long word of lower-case letters, such as `unsupported_grant_type`, does not count as a
 * token.
 *
 * @example
 *
 * ```ts
 * import { quote } from '@cloudlink-center/auth';
 *
 * export const messageFor = (body: string, token: string): string =>
 *   `The server said ${quote(body, token)}`;
 * ```
 *
 * @returns A JSON string literal, with its quotation marks.
 */
export function quote(text: string, secret: string): string {
  const masked = redact(text, secret).replace(LONG_WORDS, (word) => (/^[a-z_]+$/.test(word) ? word : MASK));
  return JSON.stringify(masked.slice(0, 200).replace(UNSEEN, '').trim());
}

/**
 * A copy of an error with its name, message, plain fields and causes, all masked. The original may have a
 * request with its URL in a field that printing shows.
 */
export function sanitized(error: unknown, secret: string, depth = 4): Error {
  const { name, message, cause, ...fields } = isErrorLike(error) ? error : new Error(String(error));
  const copy = new Error(redact(message, secret));
  const candidates: Record<string, unknown> = { name, ...fields };
  for (const [key, value] of Object.entries(candidates)) {
    // Only plain fields such as `code`: an object may contain the secret anywhere.
    if (typeof value === 'boolean') Object.assign(copy, { [key]: value });
    if (typeof value === 'string' || typeof value === 'number')
      Object.assign(copy, { [key]: redact(String(value), secret) });
  }
  if (cause !== undefined && depth > 0) copy.cause = sanitized(cause, secret, depth - 1);
  return copy;
}
