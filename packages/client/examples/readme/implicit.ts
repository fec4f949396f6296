/**
 * People who sign in on a web page, in the fewest lines: the root README's. The test bundles it and runs it
 * in Chromium.
 */
import { type CloudLink, createCloudLink, implicit } from '@cloudlink-center/client';

/**
 * Call it on every page of the application, first of all: the page goes to the Center's login page and comes
 * back.
 */
export async function signedIn(baseUrl: string): Promise<CloudLink> {
  const auth = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  const center = createCloudLink({ baseUrl, auth });
  const completed = auth.completeSignIn();
  if (completed) history.replaceState(null, '', completed.returnTo);
  if (auth.state !== 'signed-in') await auth.signIn();
  return center;
}
