/**
 * Extends a lock again and again while it is held.
 *
 * @module
 */

/** Calls `extend` four times a lease, failures ignored, without keeping the process alive. Returns a function that ends it. */
export function keepAlive(lease: number, extend: () => Promise<unknown>): () => void {
  const timer = setInterval(() => {
    extend().catch(() => {});
  }, lease / 4);
  timer.unref();
  return () => clearInterval(timer);
}
