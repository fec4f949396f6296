/**
 * Tells a file from other content: a login page, a JSON message, part of a file, nothing. The specification
 * says `application/octet-stream` for every file. It is not known which types a Center really sends, so other
 * file types are accepted too.
 *
 * @module
 */

/** How many bytes from the beginning are checked. */
export const TELLING_BYTES = 512;

/** The operation that returns text as a file. */
const TEXT_FILE = '/auth/filelink';
/** Part of the types under `application/` that are messages rather than files. */
const MESSAGE_TYPE = /\b(?:json|xml|xhtml|javascript|x-www-form-urlencoded)\b/;
const PAGE = /^\s*<(?:!doctype|html|head|body|\?xml)\b/i;
const JSON_TEXT = /^\s*(?:\{\s*["}]|\[\s*[[\]{"])/;
/** Certificate and key files are text. */
const PEM = /^\s*-----BEGIN /;
/** Possible keys: a rejected file must not appear in an error. */
const LONG_WORDS = /[\w.~+/=-]{20,}/g;

/** The part of a response that is checked. */
export interface FileAnswer {
  readonly status: number;
  /** Content type as received. */
  readonly type: string | undefined;
  /** The body, or its beginning. */
  readonly start: Uint8Array;
}

/** What is wrong with the response, or `undefined` when it is a file. */
export function fileProblem(path: string, { status, type = '', start }: FileAnswer): string | undefined {
  if (status === 206) return 'is only part of a file';
  if (status !== 200) return 'is not a file';
  if (start.length === 0) return 'is empty';
  const [essence = ''] = type.toLowerCase().split(';');
  const beginning = new TextDecoder().decode(start.subarray(0, TELLING_BYTES));
  return isFile(essence.trim(), path, beginning) ? undefined : 'is not a file';
}

/** The text of a rejected response for an error, with everything masked that may be a key. */
export function withoutKeys(text: string): string {
  return text.replace(LONG_WORDS, '[redacted]');
}

function isFile(type: string, path: string, beginning: string): boolean {
  if (type === 'application/octet-stream') return true;
  if (type === 'text/plain' && path === TEXT_FILE) return true;
  if (PAGE.test(beginning) || JSON_TEXT.test(beginning)) return false;
  if (type === '') return true;
  if (type.startsWith('text/')) return PEM.test(beginning);
  return type.startsWith('application/') && !MESSAGE_TYPE.test(type);
}
