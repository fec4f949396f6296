/**
 * On the redirect page: takes the answer out of the address bar and the history, checks it, and signs in.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { PageCenter } from './page-center.ts';
import { handOver } from './popup.ts';
import { findAnswer, type FoundAnswer } from './redirect-page.ts';
import { readAnswer } from './sign-in-answer.ts';
import { ARRIVED, type Attempt, keepAttempt, takeAttempt } from './sign-in-attempts.ts';

/** A sign-in that came back by redirect. */
export interface CompletedSignIn {
  /** URL at which the application was when it started to sign in. */
  readonly returnTo: string;
}

/** Undefined on all other pages, in the window of a sign-in, and while the page loads again. */
export function completeSignIn(center: PageCenter): CompletedSignIn | undefined {
  const found = findAnswer(location.href, center.redirectUri);
  if (!found) return arrival(center);
  history.replaceState(history.state, '', found.clean);
  const answer = readAnswer(found);
  const state = answer?.get('state') ?? '';
  if (state.startsWith('p')) {
    handOver(found);
    return undefined;
  }
  const attempt = takeAttempt(state);
  if (!answer || !attempt || attempt.origin !== center.origin) throw unexpected(found);
  const { value, expiresAt } = center.finish(answer);
  // An address stays in the entries of `performance` as long as its page does.
  const isListed = performance.getEntries().some(({ name }) => name.includes(value));
  const isLeaving = isListed && loadAgain(found.clean, { ...attempt, token: { value, expiresAt } });
  return isLeaving ? undefined : { returnTo: attempt.returnTo };
}

/** What was left for this page before it was loaded again. */
function arrival(center: PageCenter): CompletedSignIn | undefined {
  const { origin, token, returnTo } = takeAttempt(ARRIVED) ?? {};
  if (!token || !returnTo || origin !== center.origin) return undefined;
  const { value, expiresAt = Infinity } = token;
  center.token().set({ value, lifetime: expiresAt - Date.now() });
  return { returnTo };
}

/** Loads the page again under a clean address, unless the browser permits no storage. */
function loadAgain(address: string, attempt: Attempt): boolean {
  try {
    keepAttempt(ARRIVED, attempt);
    location.replace(address);
    return true;
  } catch {
    return false;
  }
}

function unexpected({ hash, search }: FoundAnswer): AuthError {
  const error = /[#&?]error=([a-z_]{1,60})/.exec(hash + search)?.[1];
  const message = `An answer to no sign-in of this page: ${error ?? 'a token'}. Sign in again`;
  return new AuthError('state_mismatch', message, { oauthError: error });
}
