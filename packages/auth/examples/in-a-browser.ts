import { implicit, type ImplicitSource } from '@cloudlink-center/auth';

const complain = (error: unknown): void => console.warn(error);

/** Call it on every page of the application, first of all. */
export function startSignIn(baseUrl: string, button: HTMLElement): ImplicitSource {
  const source = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  try {
    // On the redirect page: takes what came back out of the address bar and the history.
    const completed = source.completeSignIn();
    if (completed) history.replaceState(null, '', completed.returnTo);
  } catch (error) {
    complain(error); // refused, or not ours: the person may click again
  }
  const show = () => (button.textContent = source.state === 'signed-in' ? 'Sign out' : 'Sign in');
  source.subscribe(show);
  show();
  button.addEventListener('click', () => {
    // In a window of its own; without `popup` the whole page goes to the Center and comes back.
    if (source.state !== 'signed-in') source.signIn({ popup: true }).catch(complain);
    // Forgets the token in any case; a failure says that the session at the Center may live on.
    else source.signOut().catch(complain);
  });
  return source;
}
