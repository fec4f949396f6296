/**
 * Lets calls of the caller's own openapi-fetch client be light ones where nobody watches.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import type { Client } from 'openapi-fetch';
import type { ForeignMiddleware } from '../middleware.ts';

/** Options that show a request or an answer to others, or that need a real one. */
const SHOWING = ['middleware', 'fetch', 'Request', 'baseUrl'] as const;

/** The methods of a client, each of which takes the light one where nobody watches. */
export function eitherClient(
  client: Client<paths>,
  lightClient: Client<paths>,
  foreign: ForeignMiddleware,
): Client<paths> {
  const isWatched = (init: Record<string, unknown> = {}): boolean =>
    foreign.size > 0 || init['parseAs'] === 'stream' || SHOWING.some((name) => init[name] !== undefined);
  const names = Object.keys(client) as (keyof Client<paths>)[];
  const entries = names.map((name) => {
    const method = (...input: unknown[]): unknown => {
      // All of them take the options last.
      const init = input[name === 'request' ? 2 : 1] as Record<string, unknown> | undefined;
      const chosen = (isWatched(init) ? client : lightClient)[name] as (...input: unknown[]) => unknown;
      return chosen(...input);
    };
    return [name, method] as const;
  });
  // The same methods, with the same types.
  return Object.fromEntries(entries) as unknown as Client<paths>;
}
