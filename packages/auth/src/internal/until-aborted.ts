/**
 * Waiting that a signal can end, whatever the awaited work does about it.
 *
 * @module
 */

/** Settles as `work` does, or rejects with the signal's reason, whichever comes first. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    // The reason is the caller's own value, handed back as fetch does.
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
