/**
 * Starts a sign-in: by redirect, or in a window.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { AccessToken } from '../token-source.ts';
import type { PageCenter } from './page-center.ts';
import { openPopup, popupAnswer } from './popup.ts';
import { keepAttempt, newState } from './sign-in-attempts.ts';

/** Leaves the page: the promise never settles. */
export async function signInByRedirect(center: PageCenter): Promise<never> {
  const token = center.token();
  if (token.isLeft) return new Promise(() => {});
  const before = token.state;
  const state = newState('redirect');
  try {
    keepAttempt({ state, origin: center.origin, returnTo: location.href, at: Date.now() });
  } catch (cause) {
    throw new AuthError('storage_unavailable', 'No sessionStorage: use popup', { cause });
  }
  token.change('signing-in');
  // The browser may restore this page from its history.
  addEventListener('pageshow', () => token.change(before), { once: true });
  location.assign(center.loginPage(state));
  return new Promise(() => {});
}

export async function signInByPopup(
  center: PageCenter,
  signal: AbortSignal | undefined,
): Promise<AccessToken> {
  const token = center.token();
  const before = token.state;
  const state = newState('popup');
  const popup = openPopup(center.loginPage(state));
  token.change('signing-in');
  try {
    return token.set(center.read(await popupAnswer(popup, state, center.timeout, signal)));
  } finally {
    if (token.state === 'signing-in') token.change(before);
  }
}
