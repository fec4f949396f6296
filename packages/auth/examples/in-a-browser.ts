import { implicit, type ImplicitSource } from '@cloudlink-center/auth';

/** Call it on every page of the application, first of all. */
export function startSignIn(baseUrl: string, button: HTMLElement): ImplicitSource {
  const source = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  // Takes what came back out of the address bar and the history.
  const completed = source.completeSignIn();
  if (completed) history.replaceState(null, '', completed.returnTo);
  const show = () => (button.textContent = source.state === 'signed-in' ? 'Sign out' : 'Sign in');
  source.subscribe(show);
  show();
  button.addEventListener('click', () => {
    // In a window of its own; without `popup` the whole page goes to the Center and comes back.
    if (source.state === 'signed-in') void source.signOut();
    else source.signIn({ popup: true }).catch((error: unknown) => console.warn(error));
  });
  return source;
}
