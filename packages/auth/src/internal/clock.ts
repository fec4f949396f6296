/**
 * Measures time correctly across a laptop's sleep and changes of the clock.
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

/** Starts a stopwatch. It returns the longer of the times that both clocks measured, in milliseconds. */
export function stopwatch(clock: Clock): () => number {
  const start = clock.now();
  const steady = clock.monotonic();
  return () => Math.max(clock.now() - start, clock.monotonic() - steady);
}

/** The clocks of the platform, read at each call so that fake timers work. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
