/**
 * On the redirect page: takes the answer out of the address bar and the history, checks it, and signs in.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { PageCenter } from './page-center.ts';
import { handOver } from './popup.ts';
import { readAnswer, type SignInAnswer } from './sign-in-answer.ts';
import { takeAttempt } from './sign-in-attempts.ts';

/** A sign-in that came back by redirect. */
export interface CompletedSignIn {
  /** URL at which the application was when it started to sign in. */
  readonly returnTo: string;
}

/** Undefined when the page was opened by itself, or is the window of a sign-in. */
export function completeSignIn(center: PageCenter): CompletedSignIn | undefined {
  const { hash, search } = location;
  const answer = readScrubbed(hash, search);
  const state = answer?.get('state');
  if (!answer || !state) return undefined;
  if (state.startsWith('p') && handOver({ hash, search })) return undefined;
  const attempt = takeAttempt(state);
  if (attempt === undefined || attempt.origin !== center.origin())
    throw new AuthError('state_mismatch', 'No sign-in was waiting for this answer: sign in again');
  center.finish(answer);
  return { returnTo: attempt.returnTo };
}

/** Takes what came back out of the address bar and the history before it is looked at. */
function readScrubbed(hash: string, search: string): SignInAnswer | undefined {
  if (/[#&?](access_token|error|state)=/.test(hash + search))
    history.replaceState(history.state, '', location.pathname + withoutAnswer(search));
  return readAnswer({ hash, search });
}

/** The application's own parameters stay. */
function withoutAnswer(search: string): string {
  const query = new URLSearchParams(search);
  if (query.has('error')) for (const name of ['error', 'error_description', 'state']) query.delete(name);
  return query.size > 0 ? `?${String(query)}` : '';
}
