import { implicit, type ImplicitSource } from '@cloudlink-center/auth';

const complain = (error: unknown): void => console.warn(error);

/** Call it on every page of the application, before anything else. */
export function startSignIn(baseUrl: string, button: HTMLElement): ImplicitSource {
  const source = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  try {
    // On the redirect page: removes the answer from the address bar and the history.
    const completed = source.completeSignIn();
    if (completed) history.replaceState(null, '', completed.returnTo);
  } catch (error) {
    complain(error); // refused, or not our answer: the person can click again
  }
  const show = () => (button.textContent = source.state === 'signed-in' ? 'Sign out' : 'Sign in');
  source.subscribe(show);
  show();
  button.addEventListener('click', () => {
    // In a window. Without `popup` the page is redirected to the Center and back.
    if (source.state !== 'signed-in') source.signIn({ popup: true }).catch(complain);
    // Always forgets the token. A failure means that the session at the Center may still be active.
    else source.signOut().catch(complain);
  });
  return source;
}
