/**
 * Keeps one token: one renewal at a time, early when that helps, and never again for what the server repeats.
 *
 * How a token is obtained is the business of the `renew` function that the grant gives.
 *
 * @module
 */
import type { AccessToken, TokenSource } from '../token-source.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { Renew } from './grant.ts';
import { type HeldToken, heldToken } from './held-token.ts';
import { type Run, singleFlight } from './single-flight.ts';

export interface TokenCache extends Pick<TokenSource, 'peek' | 'getToken'> {
  /** Forgets the token if it is the current one; one that the server repeats is kept a while unless `ended`. */
  invalidate(token: AccessToken, ended?: boolean): void;
  /** What the renewal under way brings, if there is one and it brings a token. */
  readonly renewed: () => Promise<AccessToken | undefined>;
}

/** After the server repeated a rejected token, it is left alone for so many milliseconds. */
const REST = 5000;

/** What a cache works with. */
export interface CacheSettings {
  /** Milliseconds that each caller waits for an answer. */
  readonly timeout: number;
  readonly clock: Clock;
  /** Gives numbers from 0 to 1, for the pause between background attempts. */
  readonly random: () => number;
}

/** A cache in memory. */
export function tokenCache(renew: Renew, { clock, random, timeout }: CacheSettings): TokenCache {
  let held: HeldToken | undefined;
  let rejected: AccessToken | undefined;

  const peek = (): AccessToken | undefined => (held?.hasEnded() ? undefined : held?.token);

  async function renewToken(run: Run): Promise<AccessToken> {
    const rejectedBefore = rejected;
    const age = stopwatch(clock);
    const grant = await renew({ ...run, current: held?.token.value, rejected: rejected?.value });
    run.signal.throwIfAborted();
    const isRejected = grant.value === rejected?.value;
    // The server answered before it rejected this very token: the answer says nothing, ask again.
    if (isRejected && rejectedBefore !== rejected) return renewToken(run);
    const isLast = grant.isLast || isRejected || grant.value === held?.token.value;
    held = heldToken({ ...grant, isLast }, age, clock, random);
    return held.token;
  }

  const renewal = singleFlight(renewToken, timeout);
  return {
    peek,
    renewed: async () => (renewal.isRunning() ? renewal.join().catch(() => undefined) : undefined),
    async getToken({ signal } = {}) {
      signal?.throwIfAborted();
      const current = peek();
      if (!current) return renewal.join(signal);
      // One that never leaves waits for a renewal in the background.
      if (held?.isDue() && !renewal.isRunning()) renewal.join().catch(held.postpone);
      return current;
    },
    invalidate({ value }, ended) {
      if (!held || value !== held.token.value) return;
      if (value === rejected?.value && !ended && held.age() < REST) return;
      rejected = held.token;
      held = undefined;
    },
  };
}
