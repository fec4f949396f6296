/**
 * Who is signed in: the source of tokens, the client that uses it, and what the page says about a sign-in
 * that failed.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import { type CloudLink, createCloudLink, implicit, type ImplicitSource } from '@cloudlink-center/client';
import type { Settings } from './settings.ts';

export interface Session {
  readonly auth: ImplicitSource;
  readonly center: CloudLink;
  /** Why the sign-in that just came back by redirect failed. */
  readonly failure: string | undefined;
}

/** Call it first of all: it takes the token out of the address bar and returns to where the person was. */
export function startSession({ center: baseUrl, clientId, storage }: Settings, page: Window): Session {
  const auth = implicit({
    baseUrl,
    clientId,
    redirectUri: `${page.location.origin}/callback`,
    storage,
    whenSignedOut: 'wait', // a call that meets an expired session goes on after the next sign-in
  });
  const center = createCloudLink({ baseUrl, auth });
  let failure: string | undefined;
  try {
    const completed = auth.completeSignIn();
    if (completed) page.history.replaceState(null, '', completed.returnTo);
  } catch (error) {
    failure = explain(error);
    page.history.replaceState(null, '', '/');
  }
  return { auth, center, failure };
}

/** A sentence for people. Other errors of this application have a readable message already. */
export function explain(error: unknown): string {
  if (isAuthError(error)) {
    if (error.code === 'sign_in_denied') return 'You were not signed in: the access was denied.';
    if (error.code === 'popup_blocked') return 'The browser blocked the window. Allow windows of this page.';
    if (error.code === 'state_mismatch') return 'That sign-in was not started here. Please sign in again.';
  }
  return error instanceof Error ? error.message : String(error);
}
