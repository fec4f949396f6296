/**
 * Keeps secrets and tokens out of everything that people read: texts of a server, messages and causes.
 *
 * @module
 */
import { isErrorLike } from './error-like.ts';

const MASK = '[redacted]';
const LONG_WORDS = /[\w~%+=-]{20,}/g;
/** Controls that JSON leaves as they are, and signs that change the direction of a text. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/**
 * For authors of clients: masks a secret or a token wherever it stands in `text`: raw, percent-encoded as `encodeURIComponent`
 * does it, form-encoded, or escaped as `JSON.stringify` does it. Other encodings, such as base64, it does not know. The secret must
 * be well-formed Unicode; an empty one masks nothing.
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

/** Masks everything that may be a token: words of 20 characters and more. */
export function redactLongWords(text: string): string {
  return text.replace(LONG_WORDS, MASK);
}

/**
 * For authors of clients: quotes what the server said, be it a body or a header. The secret and everything that looks like a token
 * are masked, signs that cannot be seen are left out, and the text is cut to 200 characters. Long words of small letters are no
 * tokens: `unsupported_grant_type`.
 */
export function quote(text: string, secret: string): string {
  const masked = redact(text, secret).replace(LONG_WORDS, (word) => (/^[a-z_]+$/.test(word) ? word : MASK));
  return JSON.stringify(masked.slice(0, 200).replace(UNSEEN, '').trim());
}

/**
 * A copy of an error with its name, message, plain fields and chain of causes, each masked. The original may hold a
 * request with its URL in fields that printing shows.
 */
export function sanitized(error: unknown, secret: string, depth = 4): Error {
  const { name, message, cause, ...fields } = isErrorLike(error) ? error : new Error(String(error));
  const copy = new Error(redact(message, secret));
  const candidates: Record<string, unknown> = { name, ...fields };
  for (const [key, value] of Object.entries(candidates)) {
    // Plain fields such as `code`; objects may hold anything.
    if (typeof value === 'boolean') Object.assign(copy, { [key]: value });
    if (typeof value === 'string' || typeof value === 'number')
      Object.assign(copy, { [key]: redact(String(value), secret) });
  }
  if (cause !== undefined && depth > 0) copy.cause = sanitized(cause, secret, depth - 1);
  return copy;
}
