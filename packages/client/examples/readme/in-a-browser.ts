/** Sign-in for people with a button. The test bundles it and runs it in Chromium. */
import { type CloudLink, createCloudLink, implicit } from '@cloudlink-center/client';

/** Call it on every page of the application, first of all. */
export function startSignIn(baseUrl: string, button: HTMLElement): CloudLink {
  const auth = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  const center = createCloudLink({ baseUrl, auth });
  const completed = auth.completeSignIn(); // takes the token out of the address bar and the history
  if (completed) history.replaceState(null, '', completed.returnTo);
  const show = () => (button.textContent = auth.state === 'signed-in' ? 'Sign out' : 'Sign in');
  auth.subscribe(show);
  show();
  button.addEventListener('click', () => {
    const done = auth.state === 'signed-in' ? auth.signOut() : auth.signIn({ popup: true });
    done.catch((error: unknown) => console.warn(error));
  });
  return center;
}
