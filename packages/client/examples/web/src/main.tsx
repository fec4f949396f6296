/**
 * Starts the page: the sign-in first, then the router, then the content.
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
// In the window of a sign-in, and while the redirect page loads once more, there is nothing to show.
if (session.auth.state !== 'signing-in') {
  const root = document.querySelector('#app');
  if (root) render(<App session={session} router={createRouter(settings.router, window)} />, root);
}
