/**
 * Waits for a lock by trying again and again.
 *
 * @module
 */
import { pauseFor } from './waiting.ts';

/** Calls `tryLock` every 20 to 50 ms until it resolves to true. Rejects with the signal's reason, or as `tryLock` does. */
export async function pollLock(tryLock: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  while (!(await tryLock())) {
    // Random, so that those who wait do not move in step.
    await pauseFor(20 + Math.random() * 30, signal);
    signal.throwIfAborted();
  }
}
