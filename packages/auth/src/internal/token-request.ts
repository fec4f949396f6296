/**
 * The token request of the client credentials grant. `account-guard.ts` decides when it may be sent.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { type AccountGuard, guarded } from './account-guard.ts';
import { answerText } from './answer-text.ts';
import type { Exchange } from './exchange.ts';
import type { Grant, Renew } from './grant.ts';
import { grantParameters, parseGrant, TOKEN_PATH } from './oauth-wire.ts';
import { parseRetryAfter } from './retry-after.ts';

/** The client, and where its secret travels. */
export interface TokenRequestSettings {
  readonly clientId: string;
  readonly clientSecret: string | (() => string | Promise<string>);
  readonly credentialsIn?: 'query' | 'body' | undefined;
  readonly scope: string;
}

/** Time limit of a sent request (ms), however short the callers wait. */
export const REQUEST_LIMIT = 60_000;

/** Returns the function that requests a token from the server. */
export function tokenRequest(settings: TokenRequestSettings, exchange: Exchange, guard: AccountGuard): Renew {
  return async (renewal) => {
    const secret = await readSecret(settings.clientSecret);
    renewal.onAsking();
    return guarded(guard, renewal, secret, () => requestToken(settings, secret, exchange, guard.account.now));
  };
}

async function requestToken(
  { clientId, credentialsIn, scope }: TokenRequestSettings,
  secret: string,
  exchange: Exchange,
  now: () => number,
): Promise<Grant> {
  const parameters = grantParameters(clientId, secret, scope);
  const isInBody = credentialsIn === 'body';
  const path = isInBody ? TOKEN_PATH : `${TOKEN_PATH}?${String(parameters)}`;
  const body = isInBody ? parameters : undefined;
  const request = { method: 'POST', path, body, secret, timeout: REQUEST_LIMIT } as const;
  const { status, retryAfter, text } = await exchange(request, readAnswer);
  const isBusy = status === 429 || status === 503;
  return parseGrant(status, text, secret, isBusy ? retryTime(retryAfter, now()) : undefined);
}

async function readAnswer(response: Response) {
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), text: await answerText(response) };
}

/** The longest `Retry-After` that is obeyed (ms). */
const LONGEST_SILENCE = 3_600_000;

function retryTime(retryAfter: string | null, now: number): number | undefined {
  const wait = parseRetryAfter(retryAfter, now);
  return wait === undefined ? undefined : now + Math.min(wait, LONGEST_SILENCE);
}

async function readSecret(clientSecret: TokenRequestSettings['clientSecret']): Promise<string> {
  let cause: unknown;
  try {
    const secret = typeof clientSecret === 'function' ? await clientSecret() : clientSecret;
    if (isSendable(secret)) return secret;
  } catch (error) {
    cause = error;
  }
  throw new AuthError('secret_unavailable', 'clientSecret() returned no secret', { cause });
}

/** Malformed Unicode can neither be sent nor masked. */
function isSendable(secret: unknown): secret is string {
  return typeof secret === 'string' && secret !== '' && secret.isWellFormed();
}
