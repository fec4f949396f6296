/**
 * What the specification says about a call, as far as sending it goes.
 *
 * @module
 */
import { traitLetters } from './generated/call-traits.ts';

export interface CallTraits {
  /** Sending it again, when the outcome of the first is unknown, does no harm. */
  readonly repeatable: boolean;
  /** Reads or changes only the node that answers. */
  readonly nodeLocal: boolean;
  /** May take minutes. */
  readonly slow: boolean;
  /** The answer is a file. */
  readonly binary: boolean;
  /** The body is sent as multipart form data. */
  readonly multipart: boolean;
  /** The answer is a scalar, which may come as plain text. */
  readonly text: boolean;
}

const traitsByLetters = new Map<string, CallTraits>();

export function traitsOf(method: string, path: string): CallTraits {
  const letters = traitLetters[`${method} ${path}`] ?? (method === 'GET' ? 'r' : '');
  const known = traitsByLetters.get(letters) ?? traitsFrom(letters);
  traitsByLetters.set(letters, known);
  return known;
}

function traitsFrom(letters: string): CallTraits {
  return {
    repeatable: letters.includes('r'),
    nodeLocal: letters.includes('n'),
    slow: letters.includes('s'),
    binary: letters.includes('b'),
    multipart: letters.includes('m'),
    text: letters.includes('t'),
  };
}
