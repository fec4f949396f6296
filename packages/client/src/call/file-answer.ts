/**
 * Tells a file from what may stand in its place: a login page, a message in JSON, a part of a file, nothing. The specification says
 * `application/octet-stream` for every file. Which types a Center sends in fact is not known, so other types of files pass as well.
 *
 * @module
 */

/** Bytes at the beginning that are enough to tell. */
export const TELLING_BYTES = 512;

/** The operation that answers text as a file. */
const TEXT_FILE = '/auth/filelink';
/** Types below `application/` that are messages. */
const MESSAGE_TYPE = /^application\/(?:.*\b(?:json|xml|xhtml|javascript)\b|x-www-form-urlencoded)/;
const PAGE = /^\s*<(?:!doctype|html|head|body|\?xml)\b/i;
const JSON_TEXT = /^\s*(?:\{\s*["}]|\[\s*[[\]{"])/;
/** Files of certificates and keys are text. */
const PEM = /^\s*-----BEGIN /;
/** What may be a key: a file that is refused must not be shown in an error. */
const LONG_WORDS = /[\w.~+/=-]{20,}/g;

/** The part of an answer that tells. */
export interface FileAnswer {
  readonly status: number;
  /** Content type, as it came. */
  readonly type: string | undefined;
  /** The body, or its beginning. */
  readonly start: Uint8Array;
}

/** What is wrong with an answer that should be a file; `undefined` when it is one. */
export function fileProblem(path: string, { status, type = '', start }: FileAnswer): string | undefined {
  if (status === 206) return 'is a part of a file';
  if (status !== 200) return 'is no file';
  if (start.length === 0) return 'is empty, and no file';
  const [essence = ''] = type.toLowerCase().split(';');
  const beginning = new TextDecoder().decode(start.subarray(0, TELLING_BYTES));
  return isFile(essence.trim(), path, beginning) ? undefined : 'is no file';
}

/** The text of an answer that was refused, for an error: everything in it that may be a key is masked. */
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
