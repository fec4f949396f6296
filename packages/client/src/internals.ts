/**
 * What functions that take a client may use of it: its nodes, hooks and limits. Not part of the public API.
 *
 * @module
 */
import type { CallContext } from './call-context.ts';

const contexts = new WeakMap<object, CallContext>();

export function keepInternals(center: object, context: CallContext): void {
  contexts.set(center, context);
}

/** @throws TypeError when it is no client of this package. */
export function internalsOf(center: object): CallContext {
  const context = contexts.get(center);
  if (context === undefined)
    throw new TypeError('center must be what createCloudLink or createCloudLinkCore returned.');
  return context;
}
