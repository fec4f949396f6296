/**
 * The implicit grant for people in a browser: `GET /cloudlink/oauth/authorize`, approval and redirects, as in
 * the library that the appliance appears to use (F). The pages (pages.ts) and the cookie are specific to the
 * emulator.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type Answer, redirect } from './http/answer.ts';
import { type Asked, headerOf } from './http/asked.ts';
import { readText } from './http/body.ts';
import type { ImplicitOptions } from './implicit-options.ts';
import { readOwn } from './internal/own.ts';
import { approvalPage, errorPage, loginPage, page } from './pages.ts';

export interface AuthorizeContext {
  readonly implicit: ImplicitOptions;
  /** Whether the password of a person is right. */
  readonly isPassword: (user: string, password: string) => boolean;
  readonly issue: (user: string) => { token: string; expiresIn: number };
}

/** Handles the paths of the sign-in. Returns undefined for other paths. */
export type Authorize = (asked: Asked) => Promise<Answer> | Answer | undefined;

type Request = { clientId: string; redirectUri: string; state: string | undefined };
/** A signed-in person, and the request that waits for approval. */
type Visit = { readonly person: string; pending?: Request };

const AUTHORIZE = '/cloudlink/oauth/authorize';
const LOGIN = '/cloudlink/login';
const COOKIE = 'CLOUDLINKSESSION';
const MOST_VISITS = 1_000;

export function createAuthorize({ implicit, isPassword, issue }: AuthorizeContext): Authorize {
  const { clients = {}, approval = 'automatic' } = implicit;
  // By the value of the cookie. Visits are not part of the state.
  const visits = new Map<string, Visit>();
  const visitOf = (asked: Asked): Visit | undefined => visits.get(cookieOf(asked) ?? '');

  return (asked) => {
    if (asked.path === AUTHORIZE && asked.method === 'GET') return ask(asked);
    if (asked.path === AUTHORIZE && asked.method === 'POST') return decide(asked);
    if (asked.path === LOGIN && asked.method === 'GET')
      return page(200, loginPage(LOGIN, asked.query.get('back') ?? ''));
    if (asked.path === LOGIN && asked.method === 'POST') return logIn(asked);
    return undefined;
  };

  function ask(asked: Asked): Answer {
    const request = readRequest(asked, clients);
    if ('status' in request) return request;
    if (asked.query.get('response_type') !== 'token') return unsupportedType(request);
    const unknown = (asked.query.get('scope') ?? '')
      .split(/\s+/)
      .filter((one) => one !== '' && one !== 'all');
    if (unknown.length > 0)
      return toApplication(request, {
        error: 'invalid_scope',
        error_description: `Invalid scope: ${unknown.join(' ')}`,
        ...stateOf(request),
        scope: 'all',
      });
    const visit = visitOf(asked);
    if (visit === undefined)
      return redirect(`${LOGIN}?back=${encodeURIComponent(`${AUTHORIZE}?${asked.search}`)}`);
    if (approval === 'automatic') return succeed(request, visit.person);
    visit.pending = request;
    return page(200, approvalPage(AUTHORIZE, visit.person, request.clientId));
  }

  /** Approves the request in the session, not the one in the form (F). */
  async function decide(asked: Asked): Promise<Answer> {
    const visit = visitOf(asked);
    const form = new URLSearchParams(await readText(asked.message));
    const request = visit?.pending;
    if (visit === undefined || request === undefined)
      return page(400, errorPage('invalid_request', 'There is nothing to approve.'));
    delete visit.pending;
    if (form.get('user_oauth_approval') === 'true') return succeed(request, visit.person);
    const denied = { error: 'access_denied', error_description: 'User denied access' };
    return toApplication(request, { ...denied, ...stateOf(request) });
  }

  async function logIn(asked: Asked): Promise<Answer> {
    const form = new URLSearchParams(await readText(asked.message));
    const [user, password, target] = ['user', 'password', 'back'].map((name) => form.get(name) ?? '');
    if (!user || !password || !isPassword(user, password))
      return page(401, loginPage(LOGIN, target ?? '', 'The name or the password is wrong.'));
    const [oldest] = visits.keys();
    if (visits.size >= MOST_VISITS && oldest !== undefined) visits.delete(oldest);
    const id = randomUUID();
    visits.set(id, { person: user });
    // Redirect only to the sign-in, since the parameter is untrusted.
    const answer = redirect(target?.startsWith(`${AUTHORIZE}?`) ? target : LOGIN);
    const cookie = `${COOKIE}=${id}; Path=/cloudlink; HttpOnly; Secure; SameSite=Lax`;
    return { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookie } };
  }

  function succeed(request: Request, person: string): Answer {
    const { token, expiresIn } = issue(person);
    const values = { access_token: token, token_type: 'bearer', ...stateOf(request) };
    return toApplication(request, { ...values, expires_in: String(expiresIn) });
  }
}

/** Returns an error page, never a redirect, if the client or its redirect URI is wrong (F). */
function readRequest({ query }: Asked, clients: NonNullable<ImplicitOptions['clients']>): Request | Answer {
  const clientId = query.get('client_id') ?? '';
  const registered = readOwn(clients, clientId);
  if (registered === undefined) return page(401, errorPage('invalid_client', 'Unknown client.'));
  // A client with one redirect URI may omit it (F).
  const redirectUri = query.get('redirect_uri') ?? (registered.length === 1 ? registered[0] : undefined);
  if (redirectUri === undefined || !registered.includes(redirectUri))
    return page(400, errorPage('invalid_grant', 'The redirect URI does not match.'));
  return { clientId, redirectUri, state: query.get('state') ?? undefined };
}

function stateOf({ state }: Request): { state?: string } {
  return state === undefined ? {} : { state };
}

/**
 * Redirects back with values in the fragment, in which only invalid characters are encoded. If the URI has a
 * fragment, `&` follows it (F).
 */
function toApplication({ redirectUri }: Request, values: Readonly<Record<string, string>>): Answer {
  const fragment = Object.entries(values).map(([name, value]) => `${name}=${inFragment(value)}`);
  return redirect(`${redirectUri}${redirectUri.includes('#') ? '&' : '#'}${fragment.join('&')}`);
}

function inFragment(text: string): string {
  return encodeURI(text.toWellFormed()).replaceAll('#', '%23').replaceAll('[', '%5B').replaceAll(']', '%5D');
}

/** Only this error is in the query (F). */
function unsupportedType(request: Request): Answer {
  const [base = '', fragment] = request.redirectUri.split('#', 2);
  const values = {
    error: 'unsupported_response_type',
    error_description: 'Unsupported response types',
    ...stateOf(request),
  };
  const query = new URLSearchParams(values).toString();
  const end = fragment === undefined ? '' : `#${fragment}`;
  return redirect(`${base}${base.includes('?') ? '&' : '?'}${query}${end}`);
}

function cookieOf(asked: Asked): string | undefined {
  const pairs = (headerOf(asked, 'cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
