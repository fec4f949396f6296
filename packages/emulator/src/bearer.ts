/**
 * Finds the token of an API call and its user (F). The token is in the header, up to a comma, or in the
 * query.
 *
 * @module
 */
import type { Answer } from './http/answer.ts';
import { type Asked, headerOf } from './http/asked.ts';
import { inWantedForm } from './http/xml.ts';
import { oauthError } from './oauth-error.ts';
import type { Tokens } from './tokens.ts';
import type { Tolerate } from './tolerances.ts';

export type Caller = { readonly user: string; readonly session: string; readonly token: string };

const REALM = 'Bearer realm="oauth2-resource"';

/** @param shared - Tokens of other nodes that are valid here too. */
export function authenticate(
  asked: Asked,
  tokens: readonly Tokens[],
  tolerate: Tolerate,
): Caller | { readonly answer: Answer } {
  const token = tokenOf(asked, tolerate);
  const refuse = (error: string, text: string): { answer: Answer } => ({
    answer: inWantedForm(oauthError(401, error, text, REALM), headerOf(asked, 'accept')),
  });
  if (token === undefined)
    return refuse('unauthorized', 'Full authentication is required to access this resource');
  for (const one of tokens) {
    const holder = one.holder(token);
    if (holder !== undefined) return { ...holder, token };
  }
  // The real server quotes the token too, so clients must not show this text.
  return refuse('invalid_token', `Invalid access token: ${token}`);
}

function tokenOf(asked: Asked, tolerate: Tolerate): string | undefined {
  const [, held] = /^Bearer\s+(.+)$/i.exec(headerOf(asked, 'authorization') ?? '') ?? [];
  if (held !== undefined) {
    const [token = ''] = held.split(',');
    if (token !== held) tolerate('comma-after-token');
    return token.trim();
  }
  const inQuery = asked.query.get('access_token') ?? undefined;
  if (inQuery !== undefined) tolerate('token-in-query');
  return inQuery;
}
