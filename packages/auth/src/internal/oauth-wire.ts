/**
 * The wire format: parameters of the token request and fields of its answer.
 *
 * @module
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 | RFC 6749 §4.4, §5.1, §5.2}
 */
import { AuthError } from '../auth-error.ts';
import { isTokenText } from './access-token.ts';
import type { Grant } from './grant.ts';
import { quote } from './redaction.ts';

/** Paths relative to the root of a Center. */
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

/** The fields of an answer that are read, not yet checked. */
interface WireAnswer {
  readonly access_token?: unknown;
  readonly token_type?: unknown;
  readonly expires_in?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
}

/**
 * Parses an answer of the token endpoint strictly.
 *
 * @param retryAt - When the server accepts the next request, in milliseconds since the epoch.
 * @throws AuthError `token_refused` for an OAuth error; `token_malformed` for any other answer without a
 *   valid token.
 */
export function parseGrant(status: number, text: string, secret: string, retryAt?: number): Grant {
  const answer = parseAnswer(text);
  const { access_token: value, token_type: type, error, error_description: why } = answer;
  if (typeof error === 'string' && status >= 400 && status < 500) {
    const words = typeof why === 'string' ? `${error} ${why}` : error;
    const oauthError = quote(error, secret).slice(1, -1);
    const message = `Server refused: ${quote(words, secret)}`;
    throw new AuthError('token_refused', message, { status, oauthError, retryAt });
  }
  const lifetime = lifetimeOf(answer.expires_in);
  const isGrant = status === 200 && error === undefined;
  if (isGrant && isTokenText(value) && isBearer(type) && lifetime !== undefined) return { value, lifetime };
  const wrong = !isTokenText(value) ? 'access_token' : isBearer(type) ? 'expires_in' : 'token_type';
  // An answer that may contain a token, perhaps a truncated one, is never quoted.
  const excerpt = /token|secret/i.test(text) ? '' : ` in ${quote(text, secret)}`;
  const message = `No usable ${wrong}${excerpt}; is baseUrl a CloudLink Center?`;
  throw new AuthError('token_malformed', message, { status, retryAt });
}

/** Whether a `token_type` is `bearer`, in any case (RFC 6749 §5.1). */
export function isBearer(type: unknown): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

/** The milliseconds of an `expires_in`, which is a number or a numeric string; undefined if it is neither. */
function lifetimeOf(seconds: unknown): number | undefined {
  if (seconds === undefined) return Infinity;
  if (typeof seconds !== 'number' && !isNumeric(seconds)) return undefined;
  const life = Number(seconds);
  if (!Number.isFinite(life) || life < 0) return undefined;
  // The server rounds down: 0 means less than one second.
  return Math.max(life, 1) * 1000;
}

function isNumeric(text: unknown): boolean {
  return typeof text === 'string' && /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(text);
}

function parseAnswer(text: string): WireAnswer {
  try {
    // Object() turns any value into an object. A list or a number has none of the fields.
    return Object(JSON.parse(text)) as WireAnswer;
  } catch {
    // Ignored, since the message of JSON.parse quotes the text. Text that is not JSON has no fields.
    return {};
  }
}
