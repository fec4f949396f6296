/**
 * Reads the text of a success: JSON, or plain text where the answer is a scalar.
 *
 * @module
 */
import { redact } from '@cloudlink-center/auth';
import { malformedAnswer } from '../errors/failure-answer.ts';
import { headerOf, type HeaderRecord } from '../transport/answer.ts';
import type { CallTraits } from './call-traits.ts';
import { isNestedTooDeep } from './nesting.ts';

type Answer = { readonly status: number; readonly headers: HeaderRecord };

/**
 * @param token - The one that was sent, to be masked.
 * @returns `undefined` for an empty success.
 * @throws CloudLinkError `malformed_response`.
 */
export function parseAnswer(
  { method, path }: { readonly method: string; readonly path: string },
  traits: Pick<CallTraits, 'text'>,
  { status, headers }: Answer,
  text: string,
  token: string | undefined,
): unknown {
  if (text === '') return undefined;
  const masked = (): string => redact(text, token ?? '');
  const answer = { status, headers };
  if (isNestedTooDeep(text))
    throw malformedAnswer({ method, path, answer, text: masked() }, 'is JSON that is nested too deep');
  try {
    return JSON.parse(text);
  } catch {
    if (traits.text && headerOf(headers, 'content-type')?.startsWith('text/plain')) return text;
    throw malformedAnswer({ method, path, answer, text: masked() });
  }
}
