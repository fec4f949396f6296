/**
 * A value with subscribers.
 *
 * @module
 */

export interface Observed<T> {
  readonly get: () => T;
  /** Calls every listener if the value changes. */
  readonly set: (next: T) => void;
  /** Returns a function that ends the subscription. */
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

export function observed<T>(initial: T): Observed<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get: () => value,
    set(next) {
      if (next === value) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
