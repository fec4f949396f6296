/**
 * Polls until a lock is free.
 *
 * @module
 */
import { pauseFor, withinTime } from './waiting.ts';

/**
 * Calls `tryLock` every 20 to 50 ms until it resolves to true. Rejects with the signal's reason, or as
 * `tryLock` does.
 *
 * @param tryTimeout - Time limit of one try in milliseconds, for stores that stall.
 */
export async function pollLock(
  tryLock: () => Promise<boolean>,
  tryTimeout: number,
  signal: AbortSignal,
): Promise<void> {
  const late = (): Error => new Error(`No answer within ${tryTimeout} ms`);
  signal.throwIfAborted();
  while (!(await withinTime(tryLock(), tryTimeout, late))) {
    // Random, so that waiting processes do not retry at the same moment.
    await pauseFor(20 + Math.random() * 30, signal);
    signal.throwIfAborted();
  }
}
