/**
 * Sign-in in a browser: the implicit grant redirects to a page on loopback, which posts the fragment of its
 * address, since browsers do not send it. The Center must know `http://127.0.0.1:<port>/callback` as a
 * redirect URI of the application.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AuthError } from '@cloudlink-center/auth';
import { keepToken } from './browser-source.ts';
import { CommandError } from './command-error.ts';
import { milliseconds } from './deadline.ts';
import { note } from './io.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

type Answer = { hash: string; search: string };

const DEFAULT_WAIT_SECONDS = '300';
const MAX_BYTES = 64 * 1024;

/** Removes the answer from the address bar and the history before anything else. */
const SCRIPT = `
const answer = { hash: location.hash, search: location.search };
history.replaceState(null, '', location.pathname);
fetch('/answer', { method: 'POST', body: JSON.stringify(answer) }).then(({ ok }) => {
  document.body.textContent = ok ? 'Signed in. You can close this window.' : 'That did not work. See the terminal.';
});`;
const PAGE = `<!doctype html><meta charset="utf-8"><title>cloudlink</title><body>One moment ...<script>${SCRIPT}</script></body>`;
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': `default-src 'none'; connect-src 'self'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
};

/** Signs a person in, and stores the token in the token files. */
export async function signInWithBrowser(
  session: Session,
  settings: Settings,
  { port, open }: { port: number; open: boolean },
): Promise<void> {
  // The command runs a second time after the user trusted a certificate.
  if (session.answers.has('browser')) return;
  const state = randomBytes(32).toString('base64url');
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const query = {
    response_type: 'token',
    client_id: settings.clientId ?? '',
    redirect_uri: redirectUri,
    scope: 'all',
    state,
  };
  const url = `${settings.addresses[0] ?? ''}/cloudlink/oauth/authorize?${String(new URLSearchParams(query))}`;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const server = await listen(port, resolve);
  try {
    note(session.io, `Sign in on this page; the Center must know the redirect URI ${redirectUri}\n${url}`);
    if (open) await openBrowser(url);
    await keepToken(settings, grantOf(await answered(promise, session), state));
    session.answers.set('browser', 'done');
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function openBrowser(url: string): Promise<void> {
  const { default: launch } = await import('open');
  // If no browser opens, the user opens the printed address.
  await launch(url).catch(() => undefined);
}

function answered(answer: Promise<Answer>, { globals, signal }: Session): Promise<Answer> {
  const limit = milliseconds(globals.timeout ?? DEFAULT_WAIT_SECONDS);
  const until = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
  return new Promise((resolve, reject) => {
    answer.then(resolve, reject);
    until.addEventListener('abort', () =>
      reject(
        signal.aborted
          ? (signal.reason as Error)
          : new AuthError('sign_in_timeout', 'Timed out waiting for the sign-in'),
      ),
    );
  });
}

async function listen(port: number, resolve: (answer: Answer) => void): Promise<Server> {
  const server = createServer((request, response) => void handle(request, response, { port, resolve }));
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new CommandError(
      'other',
      `Port ${port} cannot be used (${code}). Give another with --redirect-port, which the Center must know.`,
    );
  }
  return server;
}

/** Keeps other pages out: checks the host, and for the answer also the origin. */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { port, resolve }: { port: number; resolve: (answer: Answer) => void },
): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const { pathname } = new URL(request.url ?? '/', `http://${host}`);
  if (request.headers.host !== host) return void response.writeHead(403).end();
  if (request.method === 'GET' && pathname === '/callback')
    return void response.writeHead(200, HEADERS).end(PAGE);
  const isOwn = request.headers.origin === `http://${host}`;
  if (request.method !== 'POST' || pathname !== '/answer' || !isOwn)
    return void response.writeHead(404).end();
  const answer = await readAnswer(request);
  response.writeHead(answer === undefined ? 400 : 204).end();
  if (answer !== undefined) resolve(answer);
}

async function readAnswer(request: IncomingMessage): Promise<Answer | undefined> {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) {
    text += String(piece);
    if (text.length > MAX_BYTES) return undefined;
  }
  try {
    const { hash, search } = Object(JSON.parse(text)) as Partial<Answer>;
    return typeof hash === 'string' && typeof search === 'string' ? { hash, search } : undefined;
  } catch {
    return undefined;
  }
}

/** @throws AuthError if the answer belongs to another sign-in, or refuses it. */
function grantOf({ hash, search }: Answer, state: string): { value: string; expiresAt: number | undefined } {
  const fragment = new URLSearchParams(hash.slice(1));
  const answer = fragment.has('state') ? fragment : new URLSearchParams(search);
  if (answer.get('state') !== state)
    throw new AuthError('state_mismatch', 'The answer belongs to another sign-in: sign in again');
  const oauthError = answer.get('error');
  if (oauthError === 'access_denied')
    throw new AuthError('sign_in_denied', 'The sign-in was denied', { oauthError });
  if (oauthError !== null)
    throw new AuthError('token_refused', `The Center refused: ${oauthError.slice(0, 100)}`, { oauthError });
  const value = answer.get('access_token') ?? '';
  if (!/^[\w.~+/=-]+$/.test(value)) throw new AuthError('token_malformed', 'The Center sent no usable token');
  const seconds = Number(answer.get('expires_in') ?? Number.NaN);
  return { value, expiresAt: seconds > 0 ? Date.now() + seconds * 1000 : undefined };
}
