/**
 * On the redirect page: takes the answer out of the address bar and the history, checks it, and signs in.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { Grant } from './grant.ts';
import type { PageCenter } from './page-center.ts';
import { handOver } from './popup.ts';
import { findAnswer, type FoundAnswer } from './redirect-page.ts';
import { readAnswer } from './sign-in-answer.ts';
import { type Attempt, keepAttempt, takeAttempt } from './sign-in-attempts.ts';

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
  const attempt = takeAttempt((one) => one.state === state && one.origin === center.origin);
  if (!answer || !attempt) throw unexpected(found);
  const grant = center.read(answer);
  if (isListed(grant.value) && loadAgain(center, found.clean, attempt, grant)) return undefined;
  center.token().set(grant);
  return { returnTo: attempt.returnTo };
}

/** An address stays in the entries of `performance` as long as its page does. */
function isListed(value: string): boolean {
  return performance.getEntries().some(({ name }) => name.includes(value));
}

/** Loads the page again under a clean address, unless the browser permits no storage. */
function loadAgain(
  center: PageCenter,
  address: string,
  attempt: Attempt,
  { value, lifetime }: Grant,
): boolean {
  try {
    keepAttempt({ ...attempt, token: { value, expiresAt: Date.now() + lifetime } });
  } catch {
    return false;
  }
  const token = center.token();
  token.isLeft = true;
  token.change('signing-in');
  location.replace(address);
  return true;
}

/** What was left for this page before it was loaded again. */
function arrival(center: PageCenter): CompletedSignIn | undefined {
  const attempt = takeAttempt(({ token, origin }) => token !== undefined && origin === center.origin);
  if (!attempt?.token) return undefined;
  const { value, expiresAt } = attempt.token;
  center.token().set({ value, lifetime: (expiresAt ?? Infinity) - Date.now() });
  return { returnTo: attempt.returnTo };
}

function unexpected({ hash, search }: FoundAnswer): AuthError {
  const error = /[#&?]error=([a-z_]{1,60})/.exec(hash + search)?.[1];
  const message = `Nobody waited for this answer: ${error ?? 'a token'}. Sign in again`;
  return new AuthError('state_mismatch', message, { oauthError: error });
}
