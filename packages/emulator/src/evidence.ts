/**
 * The mark that every write carries: what its behaviour is known from.
 *
 * @module
 */
import type { Mark } from './mark.ts';
import type { Call, Handler } from './routes/handler.ts';

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
