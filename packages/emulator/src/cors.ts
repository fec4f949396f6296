/**
 * Cross-origin responses. An origin must be allowed with `POST /cors` first (V). The headers are a guess.
 *
 * @module
 */
import type { Answer } from './http/answer.ts';
import { type Asked, headerOf } from './http/asked.ts';
import type { Guesses } from './guesses.ts';
import type { State } from './store.ts';

/** The response to a preflight; undefined if the request is not a preflight. */
export function preflight({ origins }: State, asked: Asked, { corsMethods }: Guesses): Answer | undefined {
  const method = headerOf(asked, 'access-control-request-method');
  const origin = headerOf(asked, 'origin');
  if (asked.method !== 'OPTIONS' || method === undefined || origin === undefined) return undefined;
  if (!origins.includes(origin)) return { status: 403, headers: {} };
  const wanted = headerOf(asked, 'access-control-request-headers');
  return {
    status: 200,
    headers: {
      ...allowed(origin),
      'Access-Control-Allow-Methods': corsMethods,
      ...(wanted !== undefined && { 'Access-Control-Allow-Headers': wanted }),
    },
  };
}

/** Lets pages of allowed origins read a response. */
export function readable({ origins }: State, asked: Asked, answer: Answer): Answer {
  const origin = headerOf(asked, 'origin');
  if (origin === undefined || !origins.includes(origin)) return answer;
  return { ...answer, headers: { ...answer.headers, ...allowed(origin) } };
}

function allowed(origin: string): Record<string, string> {
  return { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
}
