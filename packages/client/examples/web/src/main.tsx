/**
 * The entry of the page: first the sign-in, then the router, then the content.
 *
 * @module
 */
import { render } from 'preact';
import { App } from './app.tsx';
import { createRouter } from './router.ts';
import { startSession } from './session.ts';
import { readSettings } from './settings.ts';
import './style.css';

const settings = readSettings(document);
const session = startSession(settings, window);
// The window of a sign-in shows nothing, and neither does the redirect page before it reloads.
if (session.auth.state !== 'signing-in') {
  const root = document.querySelector('#app');
  if (root) render(<App session={session} router={createRouter(settings.router, window)} />, root);
}
