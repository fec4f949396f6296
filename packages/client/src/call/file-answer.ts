/**
 * Tells a file from what may stand in its place: a login page, a message in JSON, a part of a file, nothing. The specification says
 * `application/octet-stream` for every file. Which types a Center sends in fact is not known, so other types of files pass as well.
 *
 * @module
 */
import { redact } from '@cloudlink-center/auth';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import { malformedAnswer } from '../errors/failure-answer.ts';
import { headerOf, type HeaderRecord } from '../transport/answer.ts';

type Called = { readonly method: string; readonly path: string };
type Head = { readonly status: number; readonly headers: HeaderRecord };

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

/** What is wrong with an answer that should be a file. */
export function fileProblem(
  { path }: Called,
  { status, headers }: Head,
  start: Uint8Array,
): string | undefined {
  if (status === 206) return 'is a part of a file';
  if (status !== 200) return 'is no file';
  if (start.length === 0) return 'is empty, and no file';
  const [type = ''] = (headerOf(headers, 'content-type') ?? '').toLowerCase().split(';');
  return isFile(type.trim(), path, new TextDecoder().decode(start.subarray(0, TELLING_BYTES)))
    ? undefined
    : 'is no file';
}

function isFile(type: string, path: string, beginning: string): boolean {
  if (type === 'application/octet-stream') return true;
  if (type === 'text/plain' && path === TEXT_FILE) return true;
  if (PAGE.test(beginning) || JSON_TEXT.test(beginning)) return false;
  if (type === '') return true;
  if (type.startsWith('text/')) return PEM.test(beginning);
  return type.startsWith('application/') && !MESSAGE_TYPE.test(type);
}

/** @param text - The body or its beginning. Everything in it that may be a key or a token is masked. */
export function noFile(
  { method, path }: Called,
  { status, headers }: Head,
  problem: string,
  text: string,
  token: string | undefined,
): CloudLinkError {
  const masked = redact(text, token ?? '').replace(LONG_WORDS, '[redacted]');
  return malformedAnswer({ method, path, answer: { status, headers }, text: masked }, problem);
}
