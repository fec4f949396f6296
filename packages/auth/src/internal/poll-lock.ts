/**
 * Waits for a lock by trying again and again.
 *
 * @module
 */
import { pauseFor, withinTime } from './waiting.ts';

/**
 * Calls `tryLock` every 20 to 50 ms until it resolves to true. Rejects with the signal's reason, or as `tryLock` does.
 *
 * @param tryTimeout - Milliseconds after which one try is given up: the store stalls.
 */
export async function pollLock(
  tryLock: () => Promise<boolean>,
  tryTimeout: number,
  signal: AbortSignal,
): Promise<void> {
  const late = (): Error => new Error(`No answer within ${tryTimeout} ms`);
  signal.throwIfAborted();
  while (!(await withinTime(tryLock(), tryTimeout, late))) {
    // Random, so that those who wait do not move in step.
    await pauseFor(20 + Math.random() * 30, signal);
    signal.throwIfAborted();
  }
}
