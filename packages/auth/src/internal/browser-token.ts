/**
 * The token of a person: its value, its end, and the subscribers to its state.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import type { Grant } from './grant.ts';
import { observed } from './observed.ts';
import { timedToken } from './timed-token.ts';
import { tokenStorage } from './token-storage.ts';

/**
 * Whether the person is signed in. `signed-out`: nobody is. `signing-in`: the login page is open.
 * `signed-in`: there is a token. `expired`: the token has ended, or ends within 30 s.
 */
export type SignInState = 'signed-out' | 'signing-in' | 'signed-in' | 'expired';

export interface BrowserToken {
  readonly state: SignInState;
  peek(): AccessToken | undefined;
  set(grant: Grant): AccessToken;
  /** Forgets the token. */
  clear(state: SignInState): void;
  change(state: SignInState): void;
  /** Whether the page is being reloaded, and gets the token then. */
  isLeft: boolean;
  subscribe(listener: (state: SignInState) => void): () => void;
}

/** @param key - Key in sessionStorage. Without it the token is kept in memory only. */
export function createBrowserToken(key: string | undefined): BrowserToken {
  const state = observed<SignInState>('signed-out');
  const storage = key === undefined ? undefined : tokenStorage(key);
  const held = timedToken(() => {
    if (state.get() !== 'signing-in') state.set('expired');
  });
  const set = (grant: Grant): AccessToken => {
    const token = held.hold(grant);
    state.set('signed-in');
    held.peek();
    return token;
  };
  const kept = storage?.read();
  if (kept) set(kept);

  return {
    get state() {
      held.peek();
      return state.get();
    },
    peek: held.peek,
    set(grant) {
      const token = set(grant);
      storage?.write(token);
      return token;
    },
    clear(next) {
      held.drop();
      storage?.remove();
      state.set(next);
    },
    change: state.set,
    isLeft: false,
    subscribe: state.subscribe,
  };
}
