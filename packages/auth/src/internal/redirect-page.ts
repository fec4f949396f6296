/**
 * Finds the answer of the Center in the address of the redirect page, and returns the address without it.
 *
 * All other addresses belong to the application and stay unchanged.
 *
 * @module
 */
import { isOurState } from './sign-in-attempts.ts';

/** An answer, in the fragment or the query, and the address without it. */
export interface FoundAnswer {
  readonly hash: string;
  readonly search: string;
  readonly clean: string;
}

const ANSWER_NAMES = /^(access_token|token_type|expires_in|scope|state|error|error_description|error_uri)=/;

export function findAnswer(href: string, redirectUri: string): FoundAnswer | undefined {
  const { origin, pathname, search, hash, searchParams } = new URL(href);
  const target = new URL(redirectUri);
  if (origin !== target.origin || pathname !== target.pathname) return undefined;
  for (const [name, value] of target.searchParams) if (searchParams.get(name) !== value) return undefined;
  if (isAnswer(hash)) return { hash, search: '', clean: href.slice(0, href.indexOf('#')) };
  if (!isAnswer(search)) return undefined;
  const pairs = search.slice(1).split('&');
  const query = pairs.filter((pair) => !ANSWER_NAMES.test(pair)).join('&');
  return { hash: '', search, clean: href.replace(search, () => (query === '' ? '' : `?${query}`)) };
}

/** Whether a part has a token, an OAuth error, or an error for one of our own sign-ins. */
function isAnswer(part: string): boolean {
  const values = new URLSearchParams(part.slice(1));
  if (values.has('access_token')) return true;
  const error = values.get('error');
  return error !== null && (/^[a-z]+_[a-z_]+$/.test(error) || isOurState(values.get('state')));
}
