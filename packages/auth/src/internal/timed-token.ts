/**
 * A token that reports when its end is near.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import { accessToken } from './access-token.ts';
import { stopwatch, systemClock } from './clock.ts';
import type { Grant } from './grant.ts';

export interface TimedToken {
  /** The token, unless it has ended. */
  readonly peek: () => AccessToken | undefined;
  readonly hold: (grant: Grant) => AccessToken;
  readonly drop: () => void;
}

/** Timers do not run while a laptop sleeps, so the end is checked every five seconds. */
const LOOK_MS = 5_000;
const MARGIN_MS = 30_000;

/**
 * @param onEnding - Called, perhaps repeatedly, in the last 30 s of a token, or in the last tenth of a
 *   shorter lifetime.
 */
export function timedToken(onEnding: () => void): TimedToken {
  let token: AccessToken | undefined;
  let lifetime = 0;
  let age: () => number;
  let margin = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    clearTimeout(timer);
    if (!token) return;
    const left = lifetime - age();
    if (left <= 0) token = undefined;
    else if (left < Infinity) timer = setTimeout(look, Math.min(left, LOOK_MS));
    if (left <= margin) onEnding();
  };
  return {
    peek() {
      look();
      return token;
    },
    hold(grant) {
      lifetime = grant.lifetime;
      age = stopwatch(systemClock);
      margin = Math.min(MARGIN_MS, lifetime / 10);
      token = accessToken(grant.value, lifetime < Infinity ? Date.now() + lifetime : undefined);
      return token;
    },
    drop() {
      token = undefined;
      clearTimeout(timer);
    },
  };
}
