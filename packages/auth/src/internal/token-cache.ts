/**
 * Keeps one token. Runs one renewal at a time, renews early, and stops renewing early once the server repeats
 * a token.
 *
 * The `renew` function of the grant gets the tokens.
 *
 * @module
 */
import type { AccessToken, TokenSource } from '../token-source.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { Renew } from './grant.ts';
import { type HeldToken, heldToken } from './held-token.ts';
import { type Run, singleFlight } from './single-flight.ts';

export interface TokenCache extends Pick<TokenSource, 'peek' | 'getToken'> {
  /**
   * Forgets the token if it is the current one. A token that the server repeated is kept for 5 s unless
   * `ended`.
   */
  invalidate(token: AccessToken, ended?: boolean): void;
  /** The token of the renewal in progress; undefined if there is none, or it fails. */
  readonly renewed: () => Promise<AccessToken | undefined>;
}

/** After the server repeated a rejected token, no request is sent for this time (ms). */
const REST = 5000;

/** Options of a cache. */
export interface CacheSettings {
  /** How long each caller waits for an answer, in milliseconds. */
  readonly timeout: number;
  readonly clock: Clock;
  /** Returns numbers from 0 to 1, for the pause between background attempts. */
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
    // The server sent this token before it rejected it, so the answer is outdated: ask again.
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
      // Nothing aborts this join, so a background renewal always runs to its end.
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
