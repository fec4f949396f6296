/**
 * The mark of every write operation: the source of its behaviour.
 *
 * @module
 */
import type { Mark } from './mark.ts';
import type { Call, Handler } from './routes/handler.ts';

const marks = new WeakMap<Handler, Mark>();

/** Marks a handler with the source of its behaviour. */
export function knownFrom(mark: Mark, handler: Handler): Handler {
  const marked = (call: Call): unknown => handler(call);
  marks.set(marked, mark);
  return marked;
}

/** The mark of a handler, if it has one. */
export function markOf(handler: Handler): Mark | undefined {
  return marks.get(handler);
}
