/**
 * Reads the text of a success: JSON, or plain text where the answer is a scalar.
 *
 * @module
 */
import { isNestedTooDeep } from './nesting.ts';

/** The data, `undefined` for an empty success; or what is wrong with the body. */
export type Parsed = { readonly data: unknown } | { readonly problem: string };

/** @param mayBeText - The answer is a scalar, and its content type is `text/plain`. */
export function parseAnswer(text: string, mayBeText: boolean): Parsed {
  if (text === '') return { data: undefined };
  if (isNestedTooDeep(text)) return { problem: 'is JSON that is nested too deep' };
  try {
    return { data: JSON.parse(text) };
  } catch {
    return mayBeText ? { data: text } : { problem: 'is not JSON' };
  }
}
