/**
 * The sign-in layer: tokens and its error answers, as the library that the appliance shows every sign of using behaves.
 *
 * @module
 */
import { randomUUID, timingSafeEqual, createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { State } from './store.ts';

export interface OAuthOptions {
  /** Seconds. */
  readonly tokenLifetime: number;
  /** While a token lives, another request returns that same token (`same`) or a new one (`new`). */
  readonly tokenRenewal: 'same' | 'new';
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A token and the session that it stands for. */
type Issued = { id: string; token: string; user: string; issued: number; expires: number };

/** Who is signed in, without the tokens. */
export type SignedIn = { readonly id: string; readonly user: string; readonly since: number };

export interface OAuth {
  /** Answers the token endpoint. */
  token(context: Context): Promise<Response>;
  /** The name of the user whose token a request carries, or the error answer. */
  authenticate(
    authorization: string | undefined,
  ): { user: string; token: string; session: string } | { answer: Response };
  /** Whether this is the right password of a person: such a user signs in with it in a browser. */
  isPassword(user: string, password: string): boolean;
  /** A token for a person who has signed in; its life in seconds. */
  issue(user: string): { token: string; expiresIn: number };
  revoke(token: string): void;
  sessions(): SignedIn[];
  /** Ends the session of this id. False: there is none. */
  terminate(id: string): boolean;
  revokeAll(): void;
  /** How many requests reached the token endpoint. */
  requests(): number;
}

const JSON_HEADERS = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
};
const REALM = 'oauth2-resource';

export function createOAuth(state: State, { tokenLifetime, tokenRenewal, now }: OAuthOptions): OAuth {
  const issued = new Map<string, Issued>();
  let requests = 0;

  function live(token: string): Issued | undefined {
    const found = issued.get(token);
    return found !== undefined && found.expires > now() ? found : undefined;
  }

  /** Rounded down, so 7199 right after the issue. */
  function secondsLeft(expires: number): number {
    return Math.floor((expires - now() - 1) / 1000);
  }

  function issue(user: string): Issued {
    const present = [...issued.values()].find((one) => one.user === user && one.expires > now());
    if (present !== undefined && tokenRenewal === 'same') return present;
    const fresh = {
      id: randomUUID(),
      token: randomUUID(),
      user,
      issued: now(),
      expires: now() + tokenLifetime * 1000,
    };
    issued.set(fresh.token, fresh);
    return fresh;
  }

  return {
    async token(context) {
      requests += 1;
      if (context.req.method !== 'POST') {
        return oauthError(405, 'method_not_allowed', `Request method '${context.req.method}' not supported`);
      }
      // Servlets merge the query and a form body.
      const form = context.req.header('content-type')?.includes('x-www-form-urlencoded')
        ? await context.req.parseBody()
        : {};
      const parameter = (name: string): string | undefined => {
        const value = context.req.query(name) ?? form[name];
        return typeof value === 'string' ? value : undefined;
      };
      const clientId = parameter('client_id') ?? '';
      if (!isSecret(state, clientId, parameter('client_secret') ?? '', true)) {
        return oauthError(401, 'invalid_client', 'Bad client credentials', 'Form realm="oauth2/client"');
      }
      const grant = parameter('grant_type');
      if (grant === undefined) return oauthError(400, 'invalid_request', 'Missing grant type');
      if (grant === 'implicit')
        return oauthError(400, 'invalid_grant', 'Implicit grant type not supported from token endpoint');
      if (grant !== 'client_credentials')
        return oauthError(400, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
      const scope = parameter('scope') ?? 'all';
      if (scope !== 'all')
        return oauthError(400, 'invalid_scope', `Invalid scope: ${scope}`, undefined, { scope: 'all' });
      const { token, expires } = issue(clientId);
      return Response.json(
        {
          access_token: token,
          token_type: 'bearer',
          expires_in: secondsLeft(expires),
          scope: 'all',
        },
        { headers: JSON_HEADERS },
      );
    },
    authenticate(authorization) {
      const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) {
        const text = 'Full authentication is required to access this resource';
        return { answer: oauthError(401, 'unauthorized', text, `Bearer realm="${REALM}"`) };
      }
      const found = live(token);
      // The real server quotes the token, too: clients must not show this text.
      if (found === undefined) {
        return {
          answer: oauthError(
            401,
            'invalid_token',
            `Invalid access token: ${token}`,
            `Bearer realm="${REALM}"`,
          ),
        };
      }
      return { user: found.user, token, session: found.id };
    },
    isPassword: (user, password) => isSecret(state, user, password, false),
    issue(user) {
      const { token, expires } = issue(user);
      return { token, expiresIn: secondsLeft(expires) };
    },
    revoke: (token) => void issued.delete(token),
    sessions: () =>
      [...issued.values()]
        .filter(({ expires }) => expires > now())
        .map(({ id, user, issued: since }) => ({ id, user, since })),
    terminate: (id) => {
      const found = [...issued.values()].find((one) => one.id === id);
      return found !== undefined && issued.delete(found.token);
    },
    revokeAll: () => issued.clear(),
    requests: () => requests,
  };
}

/** An error in the form of RFC 6749 §5.2 and RFC 6750 §3. */
export function oauthError(
  status: number,
  error: string,
  description: string,
  scheme?: string,
  more?: object,
): Response {
  const headers = new Headers(JSON_HEADERS);
  if (scheme !== undefined) {
    const comma = scheme.includes(' ') ? ',' : '';
    headers.set('WWW-Authenticate', `${scheme}${comma} error="${error}", error_description="${description}"`);
  }
  return new Response(JSON.stringify({ error, error_description: description, ...more }), {
    status,
    headers,
  });
}

/** Checks the secret of a client user, or the password of a person, and counts failures. */
function isSecret(state: State, name: string, secret: string, forClient: boolean): boolean {
  const user = state.users.find(
    (one) => one.name === name && (one.user_type === 'client') === forClient && !one.locked,
  );
  const password = Object.hasOwn(state.passwords, name) ? state.passwords[name] : undefined;
  if (user === undefined || password === undefined) return false;
  const isRight = timingSafeEqual(digest(password), digest(secret));
  const failures = isRight ? 0 : (state.failedSignIns[name] ?? 0) + 1;
  state.failedSignIns[name] = failures;
  user.locked = failures >= attemptsAllowed(state);
  return isRight;
}

/** As `sessions.setLoginAttempts` sets it; without, the number in the specification's example. */
function attemptsAllowed({ settings }: State): number {
  const setting: { attempts_count?: number } = settings['sessions.getLoginAttempts'] ?? {};
  return setting.attempts_count ?? 5;
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
