/**
 * Errors of the sign-in layer, in the form of RFC 6749 §5.2 and RFC 6750 §3.
 *
 * @module
 */
import type { Answer } from './http/answer.ts';

export const JSON_HEADERS = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
} as const;

/** @param scheme - Start of the header `WWW-Authenticate`, without the error. */
export function oauthError(
  status: number,
  error: string,
  description: string,
  scheme?: string,
  more?: Readonly<Record<string, string>>,
): Answer {
  const body = JSON.stringify({ error, error_description: description, ...more });
  if (scheme === undefined) return { status, headers: JSON_HEADERS, body };
  const comma = scheme.includes(' ') ? ',' : '';
  const challenge = `${scheme}${comma} error="${error}", error_description="${inHeader(description)}"`;
  return { status, headers: { ...JSON_HEADERS, 'WWW-Authenticate': challenge }, body };
}

/** Removes characters that a quoted string in a header cannot contain. */
function inHeader(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]|["\\]/g, '?').slice(0, 500);
}
