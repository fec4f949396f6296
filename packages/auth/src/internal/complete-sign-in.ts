/**
 * On the redirect page: removes the answer from the address bar and the history, checks it, and signs in.
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

/** A completed sign-in by redirect. */
export interface CompletedSignIn {
  /** URL of the application when the sign-in started. */
  readonly returnTo: string;
}

/** Returns undefined on all other pages, in a sign-in window, and while the page reloads. */
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

/** The entries of `performance` keep the address of a page until it is left. */
function isListed(value: string): boolean {
  return performance.getEntries().some(({ name }) => name.includes(value));
}

/** Reloads the page under a clean address. Returns false if the browser permits no storage. */
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

/** Completes a sign-in after such a reload. */
function arrival(center: PageCenter): CompletedSignIn | undefined {
  const attempt = takeAttempt(({ token, origin }) => token !== undefined && origin === center.origin);
  if (!attempt?.token) return undefined;
  const { value, expiresAt } = attempt.token;
  center.token().set({ value, lifetime: (expiresAt ?? Infinity) - Date.now() });
  return { returnTo: attempt.returnTo };
}

function unexpected({ hash, search }: FoundAnswer): AuthError {
  const error = /[#&?]error=([a-z_]{1,60})/.exec(hash + search)?.[1];
  const message = `Unexpected answer: ${error ?? 'a token'}. Sign in again`;
  return new AuthError('state_mismatch', message, { oauthError: error });
}
