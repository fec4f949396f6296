/**
 * A token that tells when its end is near.
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

/** A laptop that sleeps fires no timers, so the end is looked for every five seconds. */
const LOOK_MS = 5_000;
const MARGIN_MS = 30_000;

/** @param onEnding - Called, perhaps often, from half a minute before the end on, or from the last tenth of a shorter life. */
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
