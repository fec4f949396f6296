/** The sign-in of a person on a web page, in the root README. The test bundles it and runs it in Chromium. */
import { type CloudLink, createCloudLink, implicit } from '@cloudlink-center/client';

/** Call this first, on every page. It opens the login page of the Center, which returns to this page. */
export async function signedIn(baseUrl: string): Promise<CloudLink> {
  const auth = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  const center = createCloudLink({ baseUrl, auth });
  const completed = auth.completeSignIn();
  if (completed) history.replaceState(null, '', completed.returnTo);
  if (auth.state !== 'signed-in') await auth.signIn();
  return center;
}
