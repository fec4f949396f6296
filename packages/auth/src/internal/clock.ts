/**
 * Time that neither a laptop's sleep nor a changed clock can fool.
 *
 * @module
 */

/** Two clocks, in milliseconds. */
export interface Clock {
  /** Wall-clock time since the epoch, like `Date.now()`. */
  now(): number;
  /** Time that never jumps, like `performance.now()`. */
  monotonic(): number;
}

/** Starts a stopwatch: it says the larger of what both clocks say. */
export function stopwatch(clock: Clock): () => number {
  const start = clock.now();
  const steady = clock.monotonic();
  return () => Math.max(clock.now() - start, clock.monotonic() - steady);
}

/** The clocks of the platform, read at each call so that fake timers work. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
