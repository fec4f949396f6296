/**
 * Makes foreign text and errors fit to be shown: secrets masked, length cut.
 *
 * @module
 */
const MASK = '[redacted]';

/** Masks a secret wherever it stands in `text`: raw, percent-encoded, form-encoded or inside JSON. It is well-formed Unicode. */
export function redact(text: string, secret: string): string {
  const shapes = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
  for (const shape of shapes) text = text.replaceAll(shape, MASK);
  return text;
}

/** Quotes what the server sent: secrets and everything that looks like a token masked, cut to 200 characters. */
export function quote(text: string, secret: string): string {
  const safe = redact(text, secret).replace(/[\w~%+=-]{20,}/g, MASK);
  return JSON.stringify(safe.length > 200 ? safe.slice(0, 200) + '…' : safe);
}

/**
 * A copy of an error with its name, message, plain fields and chain of causes, each masked. The original may hold
 * a request with its URL in places where nobody looks.
 */
export function sanitized(error: unknown, secret: string, depth = 4): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error), secret));
  const copy = new Error(redact(error.message, secret));
  copy.name = redact(error.name, secret);
  for (const [key, value] of Object.entries(error)) {
    // Plain fields such as `code`; objects may hold anything.
    if (/string|number/.test(typeof value)) Object.assign(copy, { [key]: redact(String(value), secret) });
  }
  if (error.cause !== undefined && depth) copy.cause = sanitized(error.cause, secret, depth - 1);
  return copy;
}
