import { createCloudLink, implicit } from '@cloudlink-center/client';

const baseUrl = 'https://127.0.0.1:8443';
const auth = implicit({ baseUrl, clientId: 'web', redirectUri: `${location.origin}/callback` });
const center = createCloudLink({ baseUrl, auth });
const completed = auth.completeSignIn(); // removes the token from the address bar
if (completed) history.replaceState(null, '', completed.returnTo);

if (auth.state === 'signed-in') {
  for (const { name, status } of await center.machines.list()) {
    document.body.appendChild(document.createElement('p')).textContent = `${name}: ${status}`;
  }
} else {
  const button = document.body.appendChild(document.createElement('button'));
  button.textContent = 'Sign in';
  button.addEventListener('click', () => void auth.signIn());
}
