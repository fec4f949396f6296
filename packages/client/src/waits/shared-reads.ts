/**
 * Waiters on the same thing share their looks: a read is put off for a moment, and everybody who asks for the same until it starts
 * joins. So nobody gets an answer that is older than the question.
 *
 * @module
 */

// By client and by what is read; a client that is forgotten takes its entry along.
const planned = new WeakMap<object, Map<string, Promise<unknown>>>();

/** @param within - Milliseconds for which the read may be put off. */
export function readShared<Seen>(
  client: object,
  key: string,
  read: () => Promise<Seen>,
  within: number,
): Promise<Seen> {
  const ofClient = planned.get(client) ?? new Map<string, Promise<unknown>>();
  planned.set(client, ofClient);
  const present = ofClient.get(key);
  // The key names the operation, which decides about the type.
  if (present !== undefined) return present as Promise<Seen>;
  const reading = new Promise<void>((resolve) => void setTimeout(resolve, within)).then(() => {
    ofClient.delete(key);
    return read();
  });
  ofClient.set(key, reading);
  return reading;
}
