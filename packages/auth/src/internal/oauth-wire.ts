/**
 * The server's words: parameters of the token request and fields of its answer. Nothing else speaks them.
 *
 * @module
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 | RFC 6749 §4.4, §5.1, §5.2}
 */
import { quote } from '#hardening';
import { AuthError } from '../auth-error.ts';

/**
 * What the server granted. `lifetime`: milliseconds from the moment of the request; Infinity when the server named none.
 * `isLast`: nothing newer can be had before its end. (A tuple, since its fields' names are bytes in a browser.)
 */
export type Grant = readonly [value: string, lifetime: number, isLast?: boolean];

/** Paths on a Center, from its root. */
export const TOKEN_PATH = 'cloudlink/oauth/token';
export const LOGOUT_PATH = 'cloudlink/rest/auth';

/** The parameters of a client credentials request, form-encoded. */
export function grantParameters(clientId: string, clientSecret: string, scope: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope,
  });
}

/** The fields that matter, by how they look in a JSON text: quotes tell a string from a list that holds it. */
const SHAPES = {
  // Other characters would make Headers throw with the token in its message.
  access_token: /^"[!#-[\]-~]+"$/,
  token_type: /^"bearer"$/i,
  expires_in: /^(undefined|"?\d+(\.\d+)?(e[+-]?\d+)?"?)$/,
};

/** Reads an answer of the token endpoint strictly. */
export function parseGrant(status: number, text: string, secret: string): Grant {
  let answer: Record<string, unknown> = {};
  try {
    // Object() makes one of whatever came; a list or a number has none of the fields.
    answer = Object(JSON.parse(text)) as typeof answer;
  } catch {
    // The message of JSON.parse quotes the text; below it is quoted safely.
  }
  const { access_token, expires_in = Infinity, error, error_description: why } = answer;
  if (typeof error === 'string' && status > 399 && status < 500) {
    const message = `Server refused: ${quote([error, why].join(' '), secret)}`;
    throw new AuthError('token_refused', message, { status, oauthError: quote(error, secret).slice(1, -1) });
  }
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (status === 200 && shape.test(JSON.stringify(answer[name]))) continue;
    // An answer with a token in it, perhaps cut in its middle, is not for showing.
    const excerpt = /token|secret/i.test(text) ? '' : ` in ${quote(text, secret)}`;
    const message = `No usable ${name}${excerpt}; is baseUrl a CloudLink Center?`;
    throw new AuthError('token_malformed', message, { status });
  }
  // A string and a number, checked above. The server rounds down to 0.
  return [access_token as string, Math.max(Number(expires_in), 1) * 1000];
}
