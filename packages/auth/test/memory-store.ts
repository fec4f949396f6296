/**
 * A token store in memory whose failures are in the hands of the test.
 *
 * @module
 */
import type { StoredToken, TokenStore } from '../src/index.ts';

export interface MemoryStore extends TokenStore {
  readonly entries: Map<string, { token: StoredToken; lifetime: number | undefined }>;
  /** What each operation does first; reject or hang here. */
  before: (operation: string) => Promise<void>;
}

/** `locks: false` makes one without a lock. */
export function memoryStore({ locks = true }: { locks?: boolean } = {}): MemoryStore {
  const entries: MemoryStore['entries'] = new Map();
  const queues = new Map<string, Promise<void>>();
  const store: MemoryStore = {
    entries,
    before: () => Promise.resolve(),
    async get(key) {
      await store.before('get');
      return entries.get(key)?.token;
    },
    async set(key, token, lifetime) {
      await store.before('set');
      entries.set(key, { token, lifetime });
    },
    async delete(key) {
      await store.before('delete');
      entries.delete(key);
    },
  };
  if (!locks) return store;
  store.lock = async (key, { signal }) => {
    await store.before('lock');
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = queues.get(key);
    queues.set(key, promise);
    await turn;
    if (signal.aborted) resolve();
    signal.throwIfAborted();
    return async () => {
      resolve();
      await store.before('unlock');
    };
  };
  return store;
}
