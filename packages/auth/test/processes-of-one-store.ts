/**
 * A Center, a store, and sources as several processes would have them.
 *
 * @module
 */
import { clientCredentials, type SharingOptions, sharedStore, type TokenSource } from '../src/index.ts';
import {
  CREDENTIALS,
  type FakeCenter,
  fakeCenter,
  type FakeClock,
  fakeClock,
  ORIGIN,
} from './fake-center.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

/** The key under which they keep their token. */
export const KEY = 'https%3A%2F%2Fclc.example.com:robot:all:client_credentials';

export interface SetUp {
  readonly center: FakeCenter;
  readonly clock: FakeClock;
  readonly memory: MemoryStore;
  /** A source of another process. */
  readonly make: (options?: { baseUrl?: string; clientId?: string; scope?: string }) => TokenSource;
}

export function setUp({ locks = true, ...sharing }: SharingOptions & { locks?: boolean } = {}): SetUp {
  const center = fakeCenter();
  const clock = fakeClock();
  const memory = memoryStore({ locks });
  const make: SetUp['make'] = (options = {}) =>
    clientCredentials({
      ...CREDENTIALS,
      baseUrl: ORIGIN,
      fetch: center.fetch,
      clock,
      random: () => 1,
      store: sharedStore(memory, sharing),
      ...options,
    });
  return { center, clock, memory, make };
}
