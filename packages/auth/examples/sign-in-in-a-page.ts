import { bearerAuth, implicit } from '@cloudlink-center/auth';
import type { Client } from 'openapi-fetch';

export function signInWith(button: HTMLElement, api: Client<object>, baseUrl: string): void {
  const source = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
  // On every page, first of all: takes what came back out of the address bar and the history.
  const completed = source.completeSignIn();
  if (completed) history.replaceState(null, '', completed.returnTo);
  api.use(bearerAuth(source));

  button.addEventListener('click', () => {
    source.signIn({ popup: true }).catch(console.warn); // or source.signIn(), by redirect
  });
  source.subscribe((state) => console.log(state)); // signed-out, signing-in, signed-in, expired
}
