/**
 * Turns an answer that is no success, or no JSON, into a `CloudLinkError`. Failures without an answer are in
 * `failure-no-answer.ts`.
 *
 * @module
 */
import { CloudLinkError, type CloudLinkErrorCode } from './cloudlink-error.ts';

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

const EXCERPT_LENGTH = 200;

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
  const type = String(answer.headers['content-type'] ?? 'no content type');
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

function codeOf(status: number): CloudLinkErrorCode {
  if (status >= 500) return 'server_error';
  switch (status) {
    case 400:
    case 422:
      return 'invalid_request';
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    default:
      return 'unexpected_status';
  }
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
  // Control characters could forge lines in a log.
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line === '') return '.';
  return `. The server said: "${line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}...` : line}"`;
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
