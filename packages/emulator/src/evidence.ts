/**
 * How sure a behaviour is, and the mark that every write carries.
 *
 * @module
 */
import type { Call, Handler } from './routes/handler.ts';

/**
 * V vendor document, S seen with a real appliance, U notes of operators, F read in the library that the appliance shows every sign of using,
 * I inferred, G guess.
 */
export type Mark = 'V' | 'S' | 'U' | 'F' | 'I' | 'G';

const marks = new WeakMap<Handler, Mark>();

/** Says what the behaviour of a write is known from. */
export function knownFrom(mark: Mark, handler: Handler): Handler {
  const marked = (call: Call): unknown => handler(call);
  marks.set(marked, mark);
  return marked;
}

/** What a handler is known from; one without a mark has none. */
export function markOf(handler: Handler): Mark | undefined {
  return marks.get(handler);
}
