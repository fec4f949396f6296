/**
 * Keeps one token: one renewal at a time, early when that helps, and never again for what the server repeats.
 *
 * How a token is obtained is the business of the `renew` function that the grant gives.
 *
 * @module
 */
import type { AccessToken, TokenSource } from '../token-source.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { Grant } from './oauth-wire.ts';
import { untilAborted } from './until-aborted.ts';

export interface TokenCache extends Pick<TokenSource, 'peek' | 'getToken'> {
  /** Forgets the token if it is the current one; one that the server repeats is kept a while unless `ended`. */
  invalidate(token: AccessToken, ended?: boolean): void;
}

/** Gets a token from the server, or from a store unless it is one of these two values. */
export type Renew = (signal: AbortSignal, current?: string, rejected?: string) => Promise<Grant>;

type Join = (signal?: AbortSignal | null) => Promise<AccessToken>;

/** A cache in memory. `random` gives numbers from 0 to 1 for the pause between background attempts. */
export function tokenCache(renew: Renew, clock: Clock, random: () => number): TokenCache {
  let token: AccessToken | undefined;
  let age: () => number;
  let lifetime: number;
  /** Age from which a background renewal is due. */
  let renewAt: number;
  let failures: number;
  let rejected: AccessToken | undefined;
  /** Waits for the renewal in flight. */
  let join: Join | undefined;

  const peek = (): AccessToken | undefined => (token && age() < lifetime ? token : undefined);

  async function run(signal: AbortSignal): Promise<AccessToken> {
    const before = rejected;
    const sinceSent = stopwatch(clock);
    const [value, life, isLast] = await renew(signal, token?.value, rejected?.value);
    signal.throwIfAborted();
    const repeated = value === rejected?.value;
    // The server answered before it rejected this very token: the answer says nothing, ask again.
    if (repeated && before !== rejected) return run(signal);
    age = sinceSent;
    lifetime = life;
    failures = 0;
    renewAt =
      // What the server repeats is used to its end; too short a life leaves no time for a renewal.
      isLast || repeated || value === token?.value || lifetime < 60_000
        ? Infinity
        : lifetime - Math.min(30_000, lifetime / 10);
    // Thirty years are no end, and more would be no valid Date.
    const fresh = { expiresAt: lifetime < 1e12 ? clock.now() - age() + lifetime : undefined };
    // Printing a token does not show a getter that is not enumerable. With it, this is an AccessToken.
    return (token = Object.defineProperty(fresh, 'value', { get: () => value }) as AccessToken);
  }

  function start(): Join {
    const controller = new AbortController();
    let waiters = 0;
    const end = (): void => {
      if (join === own) join = undefined;
    };
    const done = run(controller.signal).finally(end);
    const own: Join = (signal) => {
      waiters++;
      return untilAborted(done, signal).finally(() => {
        if (--waiters) return;
        end();
        controller.abort();
      });
    };
    return (join = own);
  }

  return {
    peek,
    async getToken({ signal } = {}) {
      signal?.throwIfAborted();
      const current = peek();
      if (!current) return (join ?? start())(signal);
      if (!join && age() >= renewAt) {
        // One that waits and never leaves.
        start()().catch(() => {
          renewAt = age() + 1000 * 2 ** failures++ * (0.5 + random() / 2);
        });
      }
      return current;
    },
    invalidate({ value }, ended) {
      // After the server repeated a rejected token, it is left alone for 5 s.
      if (value !== token?.value || (value === rejected?.value && !ended && age() < 5000)) return;
      rejected = token;
      token = undefined;
    },
  };
}
