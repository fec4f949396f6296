/**
 * Reads the text of a success: JSON, or plain text where the answer is a scalar.
 *
 * @module
 */
import { redact } from '@cloudlink-center/auth';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import { malformedAnswer } from '../errors/failure-answer.ts';
import { headerOf, type HeaderRecord } from '../transport/answer.ts';
import type { CallTraits } from './call-traits.ts';
import { isNestedTooDeep } from './nesting.ts';

type Called = { readonly method: string; readonly path: string };
type Answer = { readonly status: number; readonly headers: HeaderRecord };

/**
 * @param token - The one that was sent, to be masked.
 * @returns `undefined` for an empty success.
 * @throws CloudLinkError `malformed_response`.
 */
export function parseAnswer(
  called: Called,
  traits: Pick<CallTraits, 'text'>,
  answer: Answer,
  text: string,
  token: string | undefined,
): unknown {
  if (text === '') return undefined;
  if (isNestedTooDeep(text)) throw malformed(called, answer, text, token, 'is JSON that is nested too deep');
  try {
    return JSON.parse(text);
  } catch {
    if (traits.text && headerOf(answer.headers, 'content-type')?.startsWith('text/plain')) return text;
    throw malformed(called, answer, text, token);
  }
}

function malformed(
  { method, path }: Called,
  answer: Answer,
  text: string,
  token: string | undefined,
  problem?: string,
): CloudLinkError {
  return malformedAnswer({ method, path, answer, text: redact(text, token ?? '') }, problem);
}
