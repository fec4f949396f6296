/**
 * The token request of the client credentials grant, and the memory of a refused secret.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { type Clock, stopwatch } from './clock.ts';
import type { Exchange } from './exchange.ts';
import type { Grant, Renew } from './grant.ts';
import { grantParameters, parseGrant, TOKEN_PATH } from './oauth-wire.ts';

/** Who asks, and how. */
export interface TokenRequestSettings {
  readonly clientId: string;
  readonly clientSecret: string | (() => string | Promise<string>);
  readonly credentialsIn?: 'query' | 'body' | undefined;
  readonly scope: string;
  /** Milliseconds during which a refused secret is not sent again. */
  readonly refusalPause?: number | undefined;
}

/** What is remembered of a refusal. */
interface Refusal {
  readonly secret: string;
  readonly error: AuthError;
  /** Milliseconds since the answer. */
  readonly age: () => number;
}

/** Makes the function that asks the server for a token. */
export function tokenRequest(settings: TokenRequestSettings, exchange: Exchange, clock: Clock): Renew {
  const { clientSecret, refusalPause = 30_000 } = settings;
  let refusal: Refusal | undefined;
  return async (signal) => {
    const secret = await readSecret(clientSecret);
    if (refusal?.secret === secret && refusal.age() < refusalPause) throw refusal.error;
    try {
      return await requestToken(settings, secret, exchange, signal);
    } catch (error) {
      if (isRefusal(error)) refusal = { secret, error, age: stopwatch(clock) };
      throw error;
    }
  };
}

async function requestToken(
  { clientId, credentialsIn = 'query', scope }: TokenRequestSettings,
  secret: string,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<Grant> {
  const parameters = grantParameters(clientId, secret, scope);
  const place =
    credentialsIn === 'body'
      ? { path: TOKEN_PATH, body: parameters }
      : { path: `${TOKEN_PATH}?${String(parameters)}` };
  const { status, text } = await exchange({ method: 'POST', ...place, secret, signal });
  return parseGrant(status, text, secret);
}

/** Whether the server counts a failed attempt. Whatever the body says, a 401 is one. */
function isRefusal(error: unknown): error is AuthError {
  if (!(error instanceof AuthError)) return false;
  const { status, oauthError } = error;
  return status === 401 || oauthError === 'invalid_client' || oauthError === 'unauthorized';
}

async function readSecret(clientSecret: TokenRequestSettings['clientSecret']): Promise<string> {
  let cause: unknown;
  try {
    const secret = typeof clientSecret === 'function' ? await clientSecret() : clientSecret;
    if (isSendable(secret)) return secret;
  } catch (error) {
    cause = error;
  }
  throw new AuthError('secret_unavailable', 'clientSecret() gave no secret', { cause });
}

/** What is no well-formed Unicode could be neither sent nor masked. */
function isSendable(secret: unknown): secret is string {
  return typeof secret === 'string' && secret !== '' && secret.isWellFormed();
}
