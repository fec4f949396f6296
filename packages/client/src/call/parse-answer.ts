/**
 * Parses the body of a success: JSON, or plain text where the response is a scalar.
 *
 * @module
 */
import { isNestedTooDeep } from './nesting.ts';

/** The data (`undefined` for an empty body), or what is wrong with the body. */
export type Parsed = { readonly data: unknown } | { readonly problem: string };

/** @param mayBeText - The response is a scalar and its content type is `text/plain`. */
export function parseAnswer(text: string, mayBeText: boolean): Parsed {
  if (text === '') return { data: undefined };
  if (isNestedTooDeep(text)) return { problem: 'is nested too deeply' };
  try {
    return { data: JSON.parse(text) };
  } catch {
    return mayBeText ? { data: text } : { problem: 'is not JSON' };
  }
}
