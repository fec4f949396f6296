/**
 * Turns an answer that is no success, or no JSON, into a `CloudLinkError`. Failures without an answer are in
 * `failure-no-answer.ts`.
 *
 * @module
 */
import { CloudLinkError, type CloudLinkErrorCode } from './cloudlink-error.ts';
import { codeOf } from './status-code.ts';

/** What a call was answered with. */
export interface FailedCall {
  readonly method: string;
  /** Path template: never the values in it. */
  readonly path: string;
  readonly answer: Answer;
  /** The body, with the token masked. */
  readonly text: string;
}

/** What the specification says about a call that failed. */
export interface FailureHints {
  /** Those of which any one would do. */
  readonly permissions?: readonly string[];
  /** The specification does not have the path; `nearest` is the method and path that come close to it. */
  readonly unknownPath?: { readonly nearest: string | undefined };
}

/** The part of an answer that errors look at. */
interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly response?: { readonly type: string } | undefined;
}

/** Characters of the server's that a message holds. */
const EXCERPT_LENGTH = 200;
const TYPE_LENGTH = 80;
/** More than that is not looked at for them. */
const LOOKED_AT = 10_000;

/** Long runs of token characters: the Center quotes the rejected token in its 401. */
const TOKEN_LIKE = /[\w.~+/-]{20,}=*/g;

/** The error for a status outside 2xx. A 403 names the permissions of which any one would do. */
export function failureFromAnswer(call: FailedCall, known: FailureHints = {}): CloudLinkError {
  const { method, path, answer } = call;
  const code = codeOf(answer.status);
  const permissions = code === 'forbidden' ? known.permissions : undefined;
  const text = code === 'unauthorized' ? call.text.replace(TOKEN_LIKE, '[redacted]') : call.text;
  const body = parsed(text);
  const hints = redirectHint(answer) ?? hint(code, permissions, known.unknownPath);
  const message = `${method} ${path} was answered with ${answer.status}${hints}${saying(body)}`;
  return new CloudLinkError(code, message, {
    method,
    path,
    status: answer.status,
    body,
    ...(permissions === undefined ? {} : { permissions }),
  });
}

/** The error for a success whose body is not what it should be, such as a proxy's HTML page. */
export function malformedAnswer(
  { method, path, answer, text }: FailedCall,
  problem = 'is not JSON',
): CloudLinkError {
  const type = shown(String(answer.headers['content-type'] ?? 'no content type'), TYPE_LENGTH);
  const message =
    `${method} ${path} was answered with ${answer.status}, but the body ${problem} (${type}). ` +
    `Is something between this program and the Center, such as a proxy or a login page?${saying(text)}`;
  return new CloudLinkError('malformed_response', message, {
    method,
    path,
    status: answer.status,
    body: text,
  });
}

/** Browsers show nothing of a redirect but that it is one. */
function redirectHint({ status, headers, response }: Answer): string | undefined {
  const isRedirect = status >= 300 && status <= 399 && status !== 304;
  if (!isRedirect && response?.type !== 'opaqueredirect') return undefined;
  const location = URL.parse(String(headers['location'] ?? ''));
  const target = location === null ? '' : ` to ${location.origin}`;
  return `: a redirect${target}, which is not followed, since the token must go nowhere else. If the Center is there, give that address as baseUrl`;
}

function hint(
  code: CloudLinkErrorCode,
  permissions: readonly string[] | undefined,
  unknownPath: FailureHints['unknownPath'],
): string {
  if (code === 'not_found' && unknownPath !== undefined) {
    const { nearest } = unknownPath;
    return `: the specification does not have this path${nearest === undefined ? '' : `; the nearest is ${nearest}`}`;
  }
  if (code === 'unauthorized') return ': the Center rejects the access token, also a fresh one';
  if (permissions === undefined || permissions.length === 0) return '';
  return `: it needs ${permissions.length > 1 ? 'one of the permissions' : 'the permission'} ${permissions.join(', ')}`;
}

/** Quoted, cut, and marked as the server's words. */
function saying(body: unknown): string {
  const text = typeof body === 'string' ? body : body === undefined ? '' : textOf(body);
  const line = shown(text, EXCERPT_LENGTH);
  return line === '' ? '.' : `. The server said: "${line}"`;
}

/** In one line, without characters that could forge one in a log or turn its direction. */
function shown(text: string, most: number): string {
  const line = text
    .slice(0, LOOKED_AT)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most)}...` : line;
}

/** What is nested too deep to be shown is left out. */
function textOf(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    return '';
  }
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
