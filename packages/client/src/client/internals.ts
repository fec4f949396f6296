/**
 * The internals of a client for functions that take one: nodes, hooks, limits and lifetime. Not part of the
 * public API.
 *
 * @module
 */
import type { CallContext } from '../call/call-context.ts';
import type { ClientLifetime } from './lifetime.ts';

export interface Internals extends CallContext {
  readonly lifetime: ClientLifetime;
}

const known = new WeakMap<object, Internals>();

export function keepInternals(center: object, internals: Internals): void {
  known.set(center, internals);
}

/** @throws TypeError when `center` is not a client of this package. */
export function internalsOf(center: object): Internals {
  const internals = known.get(center);
  if (internals === undefined)
    throw new TypeError('center must be a client made by createCloudLink or createCloudLinkCore.');
  return internals;
}
