/**
 * One request to the server with a time limit. Its failures become errors without the secret.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import type { Fetch } from '../token-source.ts';
import { rootOf } from './center-origin.ts';
import { sanitized } from './redaction.ts';
import { untilAborted } from './waiting.ts';

/** A request to the Center. */
export interface ExchangeRequest {
  readonly method: 'POST' | 'DELETE';
  /** Relative to the root of the Center. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
  /** The secret or token in the request, which is masked in errors. */
  readonly secret: string;
  /** Time limit in milliseconds. */
  readonly timeout: number;
}

/** Resolves to the result of `read`. Rejects with an AuthError `token_timeout` or `token_unreachable`. */
export type Exchange = <T>(
  request: ExchangeRequest,
  read: (response: Response) => T | Promise<T>,
) => Promise<T>;

/** Looks up `fetch` at each call, so that code that instruments it later works. */
export const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);

export function exchangeWith(root: string, fetch: Fetch): Exchange {
  return async ({ method, path, headers, body = null, secret, timeout }, read) => {
    // Throws if the source has no address.
    rootOf(root);
    const signal = AbortSignal.timeout(timeout);
    try {
      const sent = fetch(root + path, {
        method,
        headers: { Accept: 'application/json', ...headers },
        body,
        redirect: 'manual',
        signal,
      });
      // A custom fetch may ignore the signal.
      return await untilAborted(sent.then(read), signal);
    } catch (error) {
      const code = signal.aborted ? 'token_timeout' : 'token_unreachable';
      const cause = sanitized(error, secret);
      throw new AuthError(code, `No answer from ${root}, see cause`, { retryable: true, cause });
    }
  };
}
