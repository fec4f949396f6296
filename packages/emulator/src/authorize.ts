/**
 * The implicit grant for people in a browser: `GET /cloudlink/oauth/authorize`, a login page, approval, and the redirects, as the
 * library answers that the appliance shows every sign of using. Pages and cookie are the emulator's own.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';

/** Which web applications may use the implicit grant, and how people sign in. */
export interface ImplicitOptions {
  /** Redirect URIs by client id. What an appliance accepts is not documented. Default: none. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  /** Whether a signed-in person is asked before a token is handed out. Default: `automatic`. */
  readonly approval?: 'automatic' | 'page';
}

export interface AuthorizeContext {
  readonly implicit: ImplicitOptions;
  /** Whether this is a person's right password. */
  readonly isPassword: (user: string, password: string) => boolean;
  readonly issue: (user: string) => { token: string; expiresIn: number };
}

type HtmlText = ReturnType<typeof html>;
type Parameters = { clientId: string; redirectUri: string; state: string | undefined };

const AUTHORIZE = '/cloudlink/oauth/authorize';
const LOGIN = '/cloudlink/login';
const COOKIE = 'CLOUDLINKSESSION';

/** The routes of signing in. */
export function createAuthorize({ implicit, isPassword, issue }: AuthorizeContext): Hono {
  const { clients = {}, approval = 'automatic' } = implicit;
  // Who is signed in, by the value of the cookie. They are no part of the estate's state.
  const people = new Map<string, string>();
  const personOf = (context: Context): string | undefined => people.get(getCookie(context, COOKIE) ?? '');
  const app = new Hono();

  app.get(AUTHORIZE, async (context) => {
    const parameters = readParameters(context);
    const redirectUris = Object.hasOwn(clients, parameters.clientId)
      ? clients[parameters.clientId]
      : undefined;
    if (redirectUris === undefined) return page(context, 401, errorPage('invalid_client', 'Unknown client.'));
    if (!redirectUris.includes(parameters.redirectUri))
      return page(context, 400, errorPage('invalid_grant', 'The redirect URI does not match.'));
    if (context.req.query('response_type') !== 'token') return unsupportedType(context, parameters);
    if ((context.req.query('scope') ?? 'all') !== 'all')
      return toApplication(context, parameters, { error: 'invalid_scope', scope: 'all' });
    const person = personOf(context);
    if (person === undefined) return context.redirect(`${LOGIN}?back=${encodeURIComponent(back(context))}`);
    if (approval === 'page') return page(context, 200, approvalPage(person, back(context)));
    return succeed(context, parameters, person);
  });
  app.post(AUTHORIZE, async (context) => {
    const parameters = readParameters(context);
    const person = personOf(context);
    const { user_oauth_approval: answer } = await context.req.parseBody();
    if (person === undefined || !clients[parameters.clientId]?.includes(parameters.redirectUri))
      return page(context, 400, errorPage('invalid_request', 'There is nothing to approve.'));
    if (answer === 'true') return succeed(context, parameters, person);
    const error = { error: 'access_denied', error_description: 'User denied access' };
    return toApplication(context, parameters, error);
  });
  app.get(LOGIN, (context) => page(context, 200, loginPage(context.req.query('back') ?? '')));
  app.post(LOGIN, async (context) => {
    const { user, password, back: asked } = await context.req.parseBody();
    const target = typeof asked === 'string' ? asked : '';
    if (typeof user !== 'string' || typeof password !== 'string' || !isPassword(user, password))
      return page(context, 401, loginPage(target, 'That did not work.'));
    const id = randomUUID();
    people.set(id, user);
    setCookie(context, COOKIE, id, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/cloudlink' });
    // Only back into the sign-in: the parameter comes from outside.
    return context.redirect(target.startsWith(`${AUTHORIZE}?`) ? target : LOGIN);
  });
  return app;

  function succeed(context: Context, parameters: Parameters, person: string): Response {
    const { token, expiresIn } = issue(person);
    const { state } = parameters;
    return toApplication(context, parameters, {
      access_token: token,
      token_type: 'bearer',
      ...(state !== undefined && { state }),
      expires_in: String(expiresIn),
    });
  }
}

function readParameters(context: Context): Parameters {
  return {
    clientId: context.req.query('client_id') ?? '',
    redirectUri: context.req.query('redirect_uri') ?? '',
    state: context.req.query('state'),
  };
}

/** The path and query of this request. */
function back(context: Context): string {
  const { pathname, search } = new URL(context.req.url);
  return pathname + search;
}

/** Back to the application with values in the fragment, in which only what a fragment cannot hold is encoded. */
function toApplication(
  context: Context,
  { redirectUri, state }: Parameters,
  values: Record<string, string>,
): Response {
  const all = { ...values, ...('error' in values && state !== undefined && { state }) };
  const fragment = Object.entries(all).map(([name, value]) => `${name}=${encodeURI(value)}`);
  return context.redirect(`${redirectUri}#${fragment.join('&')}`);
}

/** This one error comes in the query. */
function unsupportedType(context: Context, { redirectUri, state }: Parameters): Response {
  const url = new URL(redirectUri);
  url.searchParams.set('error', 'unsupported_response_type');
  url.searchParams.set('error_description', 'Unsupported response types');
  if (state !== undefined) url.searchParams.set('state', state);
  return context.redirect(url.href);
}

function page(context: Context, status: 200 | 400 | 401, body: HtmlText): Response | Promise<Response> {
  context.header('Cache-Control', 'no-store');
  return context.html(
    html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" /><title>Emulated CloudLink Center</title
        >${body}
      </html>`,
    status,
  );
}

function errorPage(error: string, text: string): HtmlText {
  return html`<h1>Error</h1>
    <p>${error}: ${text}</p>`;
}

function loginPage(target: string, problem = ''): HtmlText {
  return html`<h1>Emulated CloudLink Center</h1>
    <p>${problem}</p>
    <form method="post" action="${LOGIN}">
      <input type="hidden" name="back" value="${target}" />
      <label>User <input name="user" autocomplete="off" /></label>
      <label>Password <input name="password" type="password" autocomplete="off" /></label>
      <button>Sign in</button>
    </form>`;
}

function approvalPage(person: string, target: string): HtmlText {
  return html`<h1>Approval</h1>
    <p>${person}, may this application act for you?</p>
    <form method="post" action="${target}">
      <button name="user_oauth_approval" value="true">Approve</button>
      <button name="user_oauth_approval" value="false">Deny</button>
    </form>`;
}
