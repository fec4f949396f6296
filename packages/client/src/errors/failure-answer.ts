/**
 * Turns a response with an error status, or without JSON, into a `CloudLinkError`. Failures without a
 * response are in `failure-no-answer.ts`.
 *
 * @module
 */
import { CloudLinkError, type CloudLinkErrorCode } from './cloudlink-error.ts';
import { codeOf } from './status-code.ts';

/** A failed call and its response. */
export interface FailedCall {
  readonly method: string;
  /** Path template, without parameter values. */
  readonly path: string;
  readonly answer: Answer;
  /** The body, with the token masked. */
  readonly text: string;
}

/** What the specification says about a call that failed. */
export interface FailureHints {
  /** Any one of them is enough. */
  readonly permissions?: readonly string[];
  /** Set when the path is not in the specification. `nearest` is the most similar method and path. */
  readonly unknownPath?: { readonly nearest: string | undefined };
}

/** The part of a response that errors use. */
interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly response?: { readonly type: string } | undefined;
}

/** How many characters of the server's text a message quotes. */
const EXCERPT_LENGTH = 200;
const TYPE_LENGTH = 80;
/** Only this many characters are searched for them. */
const LOOKED_AT = 10_000;

/** Long runs of token characters. The Center quotes the rejected token in its 401. */
const TOKEN_LIKE = /[\w.~+/-]{20,}=*/g;

/** The error for a status outside 2xx. A 403 lists the permissions, any one of which is enough. */
export function failureFromAnswer(call: FailedCall, known: FailureHints = {}): CloudLinkError {
  const { method, path, answer } = call;
  const code = codeOf(answer.status);
  const permissions = code === 'forbidden' ? known.permissions : undefined;
  const text = code === 'unauthorized' ? call.text.replace(TOKEN_LIKE, '[redacted]') : call.text;
  const body = parsed(text);
  const hints = redirectHint(answer) ?? hint(code, permissions, known.unknownPath);
  const message = `${method} ${path} returned ${answer.status}${hints}${saying(body)}`;
  return new CloudLinkError(code, message, {
    method,
    path,
    status: answer.status,
    body,
    ...(permissions === undefined ? {} : { permissions }),
  });
}

/** The error for a 2xx response with an unexpected body, such as the HTML page of a proxy. */
export function malformedAnswer(
  { method, path, answer, text }: FailedCall,
  problem = 'is not JSON',
): CloudLinkError {
  const type = shown(String(answer.headers['content-type'] ?? 'no content type'), TYPE_LENGTH);
  const message =
    `${method} ${path} returned ${answer.status}, but the body ${problem} (${type}). ` +
    `Is there a proxy or a login page between this program and the Center?${saying(text)}`;
  return new CloudLinkError('malformed_response', message, {
    method,
    path,
    status: answer.status,
    body: text,
  });
}

/** Browsers hide everything about a redirect except that it is one. */
function redirectHint({ status, headers, response }: Answer): string | undefined {
  const isRedirect = status >= 300 && status <= 399 && status !== 304;
  if (!isRedirect && response?.type !== 'opaqueredirect') return undefined;
  const location = URL.parse(String(headers['location'] ?? ''));
  const target = location === null ? '' : ` to ${location.origin}`;
  return `: a redirect${target}. Redirects are not followed, so that the token stays with the Center. If the Center is there, set that address as baseUrl`;
}

function hint(
  code: CloudLinkErrorCode,
  permissions: readonly string[] | undefined,
  unknownPath: FailureHints['unknownPath'],
): string {
  if (code === 'not_found' && unknownPath !== undefined) {
    const { nearest } = unknownPath;
    return `: the specification has no such path${nearest === undefined ? '' : `; the nearest is ${nearest}`}`;
  }
  if (code === 'unauthorized') return ': the Center rejects the access token, even a new one';
  if (permissions === undefined || permissions.length === 0) return '';
  return `: it needs ${permissions.length > 1 ? 'one of the permissions' : 'the permission'} ${permissions.join(', ')}`;
}

/** Quotes the server's text, cut to a length and marked as the server's. */
function saying(body: unknown): string {
  const text = typeof body === 'string' ? body : body === undefined ? '' : textOf(body);
  const line = shown(text, EXCERPT_LENGTH);
  return line === '' ? '.' : `. The server said: "${line}"`;
}

/** One line, without characters that could forge a log line or change the text direction. */
function shown(text: string, most: number): string {
  const line = text
    .slice(0, LOOKED_AT)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most)}...` : line;
}

/** Empty when the body is nested too deeply to serialize. */
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
