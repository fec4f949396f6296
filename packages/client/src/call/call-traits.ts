/**
 * The facts of the specification that matter when a call is sent. The facts that matter after a failure are
 * in the operation table, which is loaded then.
 *
 * @module
 */
import type { ApiTables } from './api-tables.ts';
import { traitLetters } from '../generated/call-traits.ts';

export interface CallTraits {
  /** A GET that creates something on each call. */
  readonly sideEffects: boolean;
  /** May take minutes. */
  readonly slow: boolean;
  /** The response is a file. */
  readonly binary: boolean;
  /** The body is sent as multipart form data. */
  readonly multipart: boolean;
  /** The response is a scalar, which may be plain text. */
  readonly text: boolean;
  /** The path parameter whose slashes are not encoded, if other tables than the client's own name one. */
  readonly rawSlashes?: string | undefined;
}

const traitsByLetters = new Map<string, CallTraits>();

export function traitsOf(method: string, path: string, tables?: ApiTables): CallTraits {
  const letters = (tables?.traits ?? traitLetters)[`${method} ${path}`] ?? '';
  const known = traitsByLetters.get(letters) ?? traitsFrom(letters);
  traitsByLetters.set(letters, known);
  return tables ? { ...known, rawSlashes: tables.rawSlashes[path] } : known;
}

function traitsFrom(letters: string): CallTraits {
  return {
    sideEffects: letters.includes('e'),
    slow: letters.includes('s'),
    binary: letters.includes('b'),
    multipart: letters.includes('m'),
    text: letters.includes('t'),
  };
}
