/**
 * The token endpoint: tokens and errors, as in the library that the appliance appears to use (F).
 * credentials.ts reads the credentials of a token request, bearer.ts the token of an API call.
 *
 * @module
 */
import { type ClientCredentials, readCredentials } from './credentials.ts';
import type { Answer } from './http/answer.ts';
import { type Asked, headerOf } from './http/asked.ts';
import { BodyProblem, readText } from './http/body.ts';
import { inWantedForm } from './http/xml.ts';
import { oauthError, JSON_HEADERS } from './oauth-error.ts';
import { isSecret } from './passwords.ts';
import { createTokens, type TokenOptions, type Tokens } from './tokens.ts';
import type { State } from './store.ts';
import type { Tolerate } from './tolerances.ts';

export interface OAuth {
  readonly tokens: Tokens;
  /** Handles a token request. */
  token(asked: Asked, tolerate: Tolerate): Promise<Answer>;
  /** Number of requests to the token endpoint. */
  requests(): number;
}

/** Grants of the library that no client of the appliance may use (F). */
const FOREIGN_GRANTS: ReadonlySet<string> = new Set(['password', 'authorization_code', 'refresh_token']);
/** The scope with which the built-in administrator signs in as a program (S). */
const BUILT_IN_SCOPE = 'built_in_client';

export function createOAuth(state: State, options: TokenOptions): OAuth {
  const tokens = createTokens(state, options);
  let requests = 0;
  return {
    tokens,
    async token(asked, tolerate) {
      requests += 1;
      const answer = await answerToken(state, tokens, asked, tolerate);
      return inWantedForm(answer, headerOf(asked, 'accept'));
    },
    requests: () => requests,
  };
}

async function answerToken(state: State, tokens: Tokens, asked: Asked, tolerate: Tolerate): Promise<Answer> {
  if (asked.method !== 'POST')
    return oauthError(405, 'method_not_allowed', `Request method '${asked.method}' not supported`);
  const parameters = await readParameters(asked);
  if (parameters instanceof BodyProblem)
    return oauthError(parameters.status, 'invalid_request', parameters.message);
  const credentials = readCredentials(headerOf(asked, 'authorization'), parameters);
  const clientId = credentials && authenticate(state, credentials, tolerate);
  if (clientId === undefined) {
    const scheme = credentials?.isBasic ? 'Basic' : 'Form';
    return oauthError(401, 'invalid_client', 'Bad client credentials', `${scheme} realm="oauth2/client"`);
  }
  const refusal = refuseGrant(parameters.get('grant_type') ?? undefined);
  if (refusal !== undefined) return refusal;
  const scope = scopeOf(state, clientId, parameters, tolerate);
  if (typeof scope !== 'string') return scope;
  const { token, expiresIn } = tokens.issue(clientId, scope);
  const body = { access_token: token, token_type: 'bearer', expires_in: expiresIn, scope };
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

/** Servlets merge the query and a form body; the first of several values counts (F). */
async function readParameters({ message, query }: Asked): Promise<URLSearchParams | BodyProblem> {
  if (!message.headers['content-type']?.includes('x-www-form-urlencoded')) return query;
  try {
    const text = await readText(message);
    return new URLSearchParams([...query, ...new URLSearchParams(text)]);
  } catch (error) {
    if (error instanceof BodyProblem) return error;
    throw error;
  }
}

/** The name of the client, if its secret is right. */
function authenticate(state: State, credentials: ClientCredentials, tolerate: Tolerate): string | undefined {
  const { id, secret, isBasic, decoded } = credentials;
  if (isBasic) tolerate('basic-credentials');
  if (decoded !== undefined && isSecret(state, decoded.id, decoded.secret, true, false)) {
    tolerate('form-encoded-basic');
    return decoded.id;
  }
  return isSecret(state, id, secret, true) ? id : undefined;
}

function refuseGrant(grant: string | undefined): Answer | undefined {
  if (grant === undefined) return oauthError(400, 'invalid_request', 'Missing grant type');
  if (grant === 'implicit')
    return oauthError(400, 'invalid_grant', 'Implicit grant type not supported from token endpoint');
  if (FOREIGN_GRANTS.has(grant))
    return oauthError(
      401,
      'invalid_client',
      `Unauthorized grant type: ${grant}`,
      'Bearer realm="oauth2/client"',
    );
  return grant === 'client_credentials'
    ? undefined
    : oauthError(400, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
}

/** The scopes of the token, or an error that names only the scopes that the client lacks (F). */
function scopeOf(
  state: State,
  clientId: string,
  parameters: URLSearchParams,
  tolerate: Tolerate,
): string | Answer {
  // According to newer documents the scope is always `all`, also for the built-in administrator (V).
  const allowed = state.builtInClient && clientId === 'secadmin' ? ['all', BUILT_IN_SCOPE] : ['all'];
  const text = parameters.get('scope');
  const asked = (text ?? '').split(/\s+/).filter((scope) => scope !== '');
  const unique = [...new Set(asked)];
  if (text === '') tolerate('empty-scope');
  if (unique.length < asked.length || parameters.getAll('scope').length > 1) tolerate('repeated-scope');
  const unknown = unique.filter((scope) => !allowed.includes(scope));
  if (unknown.length > 0) return invalidScope(unknown, allowed);
  return unique.length === 0 ? 'all' : unique.join(' ');
}

function invalidScope(unknown: readonly string[], allowed: readonly string[]): Answer {
  return oauthError(400, 'invalid_scope', `Invalid scope: ${unknown.join(' ')}`, undefined, {
    scope: allowed.join(' '),
  });
}
