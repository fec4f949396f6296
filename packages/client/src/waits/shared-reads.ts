/**
 * Lets waiters on the same object share their reads. A read is delayed briefly, and everybody who asks for
 * the same before it starts gets its result. So no result is older than the request for it.
 *
 * @module
 */

// By client and by key. A garbage-collected client removes its entry.
const planned = new WeakMap<object, Map<string, Promise<unknown>>>();

/** @param within - Milliseconds by which the read may be delayed. */
export function readShared<Seen>(
  client: object,
  key: string,
  read: () => Promise<Seen>,
  within: number,
): Promise<Seen> {
  const ofClient = planned.get(client) ?? new Map<string, Promise<unknown>>();
  planned.set(client, ofClient);
  const present = ofClient.get(key);
  // The key names the operation, which determines the type.
  if (present !== undefined) return present as Promise<Seen>;
  const reading = new Promise<void>((resolve) => void setTimeout(resolve, within)).then(() => {
    ofClient.delete(key);
    return read();
  });
  ofClient.set(key, reading);
  return reading;
}
