/**
 * Waits for a lock by trying again and again.
 *
 * @module
 */

/** Calls `tryLock` every 20 to 50 ms until it resolves to true. Rejects with the signal's reason, or as `tryLock` does. */
export async function pollLock(tryLock: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  while (!(await tryLock())) {
    // Random, so that those who wait do not move in step.
    await pause(20 + Math.random() * 30);
    signal.throwIfAborted();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
