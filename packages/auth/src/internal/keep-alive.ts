/**
 * Extends a lock periodically while it is held.
 *
 * @module
 */

/**
 * Calls `extend` four times per lease and ignores failures. Does not keep the process alive. Returns a
 * function that stops it.
 */
export function keepAlive(lease: number, extend: () => Promise<unknown>): () => void {
  const timer = setInterval(() => {
    extend().catch(() => {});
  }, lease / 4);
  timer.unref();
  return () => clearInterval(timer);
}
