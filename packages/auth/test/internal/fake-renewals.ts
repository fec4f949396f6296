/**
 * A token cache whose clock and renewals are in the hands of the test.
 *
 * @module
 */
import type { Grant, Renewal } from '../../src/internal/grant.ts';
import { type TokenCache, tokenCache } from '../../src/internal/token-cache.ts';
import type { AccessToken } from '../../src/index.ts';
import { type FakeClock, fakeClock, settle } from '../fake-center.ts';

/** A renewal that the cache asked for. */
export interface Asked {
  readonly signal: AbortSignal;
  /** Tells the cache that the request was sent. */
  readonly send: () => void;
  readonly grant: (value: string, seconds?: number, isLast?: boolean) => Promise<void>;
  readonly fail: () => Promise<void>;
}

export interface FakeRenewals {
  readonly clock: FakeClock;
  readonly cache: TokenCache;
  /** Renewals so far, each to be settled by the test. */
  readonly asked: Asked[];
  readonly get: () => Promise<AccessToken>;
  readonly nth: (index: number) => Asked;
  /** Fills the cold cache. */
  readonly filled: (value: string, seconds?: number) => Promise<AccessToken>;
}

/** `random`: what the pauses between background attempts hang on. */
export function fakeRenewals(random: () => number = () => 1): FakeRenewals {
  const clock = fakeClock();
  const asked: Asked[] = [];
  const renew = ({ signal, onSent }: Renewal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Grant>();
    asked.push({
      signal,
      send: onSent,
      grant(value, seconds = 7200, isLast = false) {
        resolve({ value, lifetime: seconds * 1000, isLast });
        return settle();
      },
      fail() {
        reject(new Error('down'));
        return settle();
      },
    });
    return promise;
  };
  const cache = tokenCache(renew, { clock, random, timeout: 30_000 });
  const get = () => cache.getToken();
  const nth = (index: number) => {
    const renewal = asked[index];
    if (!renewal) throw new Error(`renewal ${index} was not asked for`);
    return renewal;
  };
  return {
    clock,
    cache,
    asked,
    get,
    nth,
    async filled(value, seconds) {
      const first = get();
      await nth(0).grant(value, seconds);
      return first;
    },
  };
}
