/**
 * Who is signed in: the token source, the client that uses it, and the message for a sign-in that failed.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import {
  type CloudLink,
  createCloudLink,
  implicit,
  type ImplicitSource,
  isCloudLinkError,
} from '@cloudlink-center/client';
import type { Settings } from './settings.ts';

export interface Session {
  readonly auth: ImplicitSource;
  readonly center: CloudLink;
  /** Why the sign-in that just came back by redirect failed. */
  readonly failure: string | undefined;
}

/**
 * Call it before anything else: it removes the token from the address bar and returns to the page where the
 * sign-in began.
 */
export function startSession({ center: baseUrl, clientId, storage }: Settings, page: Window): Session {
  const auth = implicit({
    baseUrl,
    clientId,
    redirectUri: `${page.location.origin}/callback`,
    storage,
    whenSignedOut: 'wait', // calls wait while the session has expired, and continue after the next sign-in
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

/** A sentence for people. The messages of other errors are readable already. */
export function explain(error: unknown): string {
  if (isAuthError(error)) {
    if (error.code === 'sign_in_denied') return 'You are not signed in: access was denied.';
    if (error.code === 'popup_blocked') return 'The browser blocked the window. Allow pop-ups for this page.';
    if (error.code === 'state_mismatch')
      return 'This sign-in did not start on this page. Please sign in again.';
  }
  // Methods and paths in a message are for developers.
  if (isCloudLinkError(error) && error.code === 'forbidden' && error.permissions !== undefined)
    return `You may not do this. It needs the permission ${error.permissions.join(' or ')}.`;
  if (isCloudLinkError(error) && error.code === 'invalid_request' && typeof error.body === 'string')
    return `The Center refused this: ${error.body.slice(0, 200)}`;
  return error instanceof Error ? error.message : String(error);
}
