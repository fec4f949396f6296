/**
 * What comes back to the redirect URI: the fragment, or in one case the query, of RFC 6749 §4.2.2.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';
import { isBearer } from './oauth-wire.ts';

/** The values that came back, each at most once. */
export type SignInAnswer = ReadonlyMap<string, string>;

/** In seconds: thirty years. More would be no valid Date. */
const LONGEST_LIFE = 1e9;
const TAMPERED = 'The answer was changed';

/**
 * The answer in a fragment, or without one in a query; undefined when there is none. Values are percent-decoded; `+` is itself, since the server
 * encodes only what a fragment cannot hold.
 *
 * @throws {@link AuthError} `state_mismatch` when a value comes twice or cannot be read: somebody has been at it.
 */
export function readAnswer({ hash, search }: { hash: string; search: string }): SignInAnswer | undefined {
  const answer = parse((hash || search).slice(1));
  // An error may come in the query; a token never does.
  const isAnswer = answer.has('error') || (hash !== '' && answer.has('access_token'));
  return isAnswer && answer.has('state') ? answer : undefined;
}

function parse(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of text.split('&')) {
    const [name = '', ...value] = pair.split('=').map(decode);
    if (values.has(name)) throw new AuthError('state_mismatch', TAMPERED);
    values.set(name, value.join('='));
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AuthError('state_mismatch', TAMPERED);
  }
}

/**
 * The token in an answer whose `state` has been compared.
 *
 * @throws {@link AuthError} `sign_in_denied`, `token_refused` or `token_malformed`.
 */
export function readGrant(answer: SignInAnswer): Grant {
  const error = answer.get('error');
  if (error !== undefined) throw refusal(error);
  const value = answer.get('access_token');
  if (!isTokenText(value)) throw malformed('access_token');
  if (!isBearer(answer.get('token_type'))) throw malformed('token_type');
  const seconds = answer.get('expires_in');
  if (seconds === undefined) return { value, lifetime: Infinity };
  if (!/^\d{1,15}$/.test(seconds)) throw malformed('expires_in');
  return { value, lifetime: Math.min(Math.max(Number(seconds), 1), LONGEST_LIFE) * 1000 };
}

function refusal(error: string): AuthError {
  const word = /^[\w-]{1,60}$/.test(error) ? error : 'unknown';
  const code = word === 'access_denied' ? 'sign_in_denied' : 'token_refused';
  return new AuthError(code, `Sign-in refused: "${word}"`, { oauthError: word });
}

function malformed(field: string): AuthError {
  return new AuthError('token_malformed', `The answer has no usable ${field}`);
}
