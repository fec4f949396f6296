/**
 * Keeps one token: one renewal at a time, early when that helps, and never again for what the server repeats.
 *
 * How a token is obtained is the business of the `renew` function that the grant gives.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { Grant } from './oauth-wire.ts';
import { untilAborted } from './until-aborted.ts';

/** After the server repeated a rejected token, it is left alone for this long (ms). */
const DISTRUST = 5000;

interface Entry {
  readonly token: AccessToken;
  /** The token as a settled promise, so that the common case makes none. */
  readonly ready: Promise<AccessToken>;
  readonly age: () => number;
  readonly lifetime: number;
  /** The server returned it again after its rejection. */
  readonly repeated: boolean;
  /** Age from which a background renewal is due. */
  renewAt: number;
  failures: number;
}

interface Renewal {
  readonly controller: AbortController;
  readonly done: Promise<AccessToken>;
  waiters: number;
}

export interface TokenCache {
  readonly peek: () => AccessToken | undefined;
  readonly get: (signal: AbortSignal | undefined) => Promise<AccessToken>;
  /** Forgets the token if it is the current one; one that the server repeats is kept a while unless `ended`. */
  readonly invalidate: (token: AccessToken, ended?: boolean) => void;
}

/** A cache in memory. `random` gives numbers from 0 to 1 for the pause between background attempts. */
export function tokenCache(
  renew: (signal: AbortSignal) => Promise<Grant>,
  clock: Clock,
  random: () => number,
): TokenCache {
  let current: Entry | undefined;
  let renewal: Renewal | undefined;
  let rejected: string | undefined;
  let rejections = 0;

  const live = (): Entry | undefined => (current && current.age() < current.lifetime ? current : undefined);

  async function run(signal: AbortSignal): Promise<AccessToken> {
    const before = rejections;
    const watch = stopwatch(clock);
    const { value, lifetime } = await renew(signal);
    signal.throwIfAborted();
    // The server answered before it rejected this very token: the answer says nothing, ask again.
    if (value === rejected && before !== rejections) return run(signal);
    const token = accessToken(value, watch.start + lifetime);
    current = {
      token,
      ready: Promise.resolve(token),
      age: watch.age,
      lifetime,
      repeated: value === rejected,
      renewAt: value === current?.token.value || value === rejected ? Infinity : lifetime - margin(lifetime),
      failures: 0,
    };
    return token;
  }

  function start(): Renewal {
    const controller = new AbortController();
    const done = run(controller.signal).finally(() => {
      if (renewal === own) renewal = undefined;
    });
    const own: Renewal = { controller, done, waiters: 0 };
    return (renewal = own);
  }

  function renewInBackground(entry: Entry): void {
    const own = start();
    // Nobody's leaving ends it.
    own.waiters = Infinity;
    own.done.catch(() => {
      const pause = Math.min(1000 * 2 ** entry.failures++, 30_000);
      entry.renewAt = entry.age() + pause * (0.5 + random() / 2);
    });
  }

  async function join(signal: AbortSignal | undefined): Promise<AccessToken> {
    const own = renewal ?? start();
    own.waiters++;
    try {
      return await untilAborted(own.done, signal);
    } finally {
      if (!--own.waiters && renewal === own) {
        renewal = undefined;
        own.controller.abort();
      }
    }
  }

  return {
    peek: () => live()?.token,
    get(signal) {
      // The reason is the caller's own value, handed back as fetch does.
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const entry = live();
      if (!entry) return join(signal);
      if (!renewal && entry.age() >= entry.renewAt) renewInBackground(entry);
      return entry.ready;
    },
    invalidate({ value }, ended) {
      if (value !== current?.token.value) return;
      if (current.repeated && !ended && current.age() < DISTRUST) return;
      rejected = value;
      rejections++;
      current = undefined;
    },
  };
}

/** How long before its end a token is renewed: too short a life leaves no time for it. */
function margin(lifetime: number): number {
  return lifetime < 60_000 || lifetime === Infinity ? -Infinity : Math.min(30_000, lifetime / 10);
}

/** The value sits behind a getter that is not enumerable, so that printing a token does not show it. */
function accessToken(value: string, end: number): AccessToken {
  const token = { expiresAt: end === Infinity ? undefined : end };
  // The property that makes it an AccessToken is defined in the same expression.
  return Object.defineProperty(token, 'value', { get: () => value }) as AccessToken;
}
