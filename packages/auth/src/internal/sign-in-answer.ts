/**
 * The answer at the redirect URI (RFC 6749 §4.2.2): in the fragment, or for some errors in the query.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';
import { isBearer } from './oauth-wire.ts';

/** The parameters of an answer. None occurs twice. */
export type SignInAnswer = ReadonlyMap<string, string>;

/** Thirty years, in seconds. A Date cannot hold much more. */
const LONGEST_LIFE = 1e9;
const TAMPERED = 'The answer was altered';

/**
 * Returns the answer in the fragment, or in the query if there is no fragment; undefined if there is none.
 * Values are percent-decoded. `+` stays `+`, since the server encodes only characters that a fragment cannot
 * contain.
 *
 * @throws {@link AuthError} `state_mismatch` if a parameter occurs twice or cannot be decoded, so the answer
 *   was altered.
 */
export function readAnswer({ hash, search }: { hash: string; search: string }): SignInAnswer | undefined {
  const answer = parse((hash || search).slice(1));
  // An error may be in the query, a token never.
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
 * Returns the token of an answer whose `state` was checked.
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
  return new AuthError('token_malformed', `No usable ${field}`);
}
