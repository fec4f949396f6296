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
import { singleFlight } from './single-flight.ts';

export interface TokenCache extends Pick<TokenSource, 'peek' | 'getToken'> {
  /** Forgets the token if it is the current one; one that the server repeats is kept a while unless `ended`. */
  invalidate(token: AccessToken, ended?: boolean): void;
}

/** After the server repeated a rejected token, it is left alone for so many milliseconds. */
const REST = 5000;

/** A cache in memory. `random` gives numbers from 0 to 1 for the pause between background attempts. */
export function tokenCache(renew: Renew, clock: Clock, random: () => number): TokenCache {
  let held: HeldToken | undefined;
  let rejected: AccessToken | undefined;

  const peek = (): AccessToken | undefined => (held?.hasEnded() ? undefined : held?.token);

  async function run(signal: AbortSignal): Promise<AccessToken> {
    const rejectedBefore = rejected;
    const age = stopwatch(clock);
    const grant = await renew(signal, held?.token.value, rejected?.value);
    signal.throwIfAborted();
    const isRejected = grant.value === rejected?.value;
    // The server answered before it rejected this very token: the answer says nothing, ask again.
    if (isRejected && rejectedBefore !== rejected) return run(signal);
    const isLast = grant.isLast || isRejected || grant.value === held?.token.value;
    held = heldToken({ ...grant, isLast }, age, clock, random);
    return held.token;
  }

  const renewal = singleFlight(run);
  return {
    peek,
    async getToken({ signal } = {}) {
      signal?.throwIfAborted();
      const current = peek();
      if (!current) return renewal.join(signal);
      const due = held;
      // In the background; a caller that never leaves.
      if (due?.isDue() && !renewal.isRunning()) renewal.join().catch(() => due.postpone());
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
