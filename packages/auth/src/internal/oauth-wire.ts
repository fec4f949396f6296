/**
 * The server's words: parameters of the token request and fields of its answer. Nothing else speaks them.
 *
 * @module
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 | RFC 6749 §4.4, §5.1, §5.2}
 */
import { AuthError } from '../auth-error.ts';
import { quote } from './safe-text.ts';

/** What the server granted. */
export interface Grant {
  readonly value: string;
  /** Milliseconds from the moment of the request; Infinity when the server named none. */
  readonly lifetime: number;
}

/** Paths on a Center. */
export const TOKEN_PATH = '/cloudlink/oauth/token';
export const LOGOUT_PATH = '/cloudlink/rest/auth';

/** The parameters of a client credentials request, form-encoded. */
export function grantParameters(clientId: string, clientSecret: string, scope: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope,
  });
}

/** The fields that matter, of any type until checked. */
type Answer = Partial<
  Record<'access_token' | 'token_type' | 'expires_in' | 'error' | 'error_description', unknown>
>;

/** Reads an answer of the token endpoint strictly. */
export function parseGrant(status: number, text: string, secret: string): Grant {
  const {
    access_token: value,
    token_type: type,
    expires_in: life,
    error,
    error_description: why,
  } = fields(text);
  if (typeof error === 'string' && status > 399 && status < 500) {
    const word = quote(error, secret);
    const message = `Server refused a token: ${word}${typeof why === 'string' ? ' ' + quote(why, secret) : ''}`;
    throw new AuthError('token_refused', message, {
      status,
      retryable: mayPass(status),
      oauthError: word.slice(1, -1),
    });
  }
  const wrong =
    // Other characters would make Headers throw with the token in its message.
    status !== 200 || typeof value !== 'string' || !/^[!-~]+$/.test(value)
      ? 'access_token'
      : typeof type !== 'string' || !/^bearer$/i.test(type)
        ? 'token_type'
        : life !== undefined && !isSeconds(life) && 'expires_in';
  // An answer with a token in it, perhaps cut in its middle, is not for showing.
  if (wrong)
    throw malformed(status, /token|secret/i.test(text) ? wrong : `${wrong} in ${quote(text, secret)}`);
  return {
    // A string, checked above.
    value: value as string,
    // The server rounds down to 0; a longer life than 30 years would be no valid Date.
    lifetime: life === undefined ? Infinity : Math.min(Math.max(Number(life), 1), 1e9) * 1000,
  };
}

/** An answer that is no token; `what` is missing or unusable. */
export function malformed(status: number, what: string): AuthError {
  const message = `Status ${status}, no usable ${what}; is baseUrl a CloudLink Center?`;
  return new AuthError('token_malformed', message, { status, retryable: mayPass(status) });
}

/** Too many requests, or a failure of the server. */
function mayPass(status: number): boolean {
  return status === 429 || status > 499;
}

/** A number or numeric string, finite and not negative. */
function isSeconds(value: unknown): boolean {
  return (
    /number|string/.test(typeof value) && /^\d[\d.e+-]*$/.test(String(value)) && Number(value) < Infinity
  );
}

function fields(text: string): Answer {
  try {
    // Object() makes one of whatever came; a list or a number has none of the fields.
    return Object(JSON.parse(text)) as Answer;
  } catch {
    // The message of JSON.parse quotes the text; the caller quotes it safely.
    return {};
  }
}
