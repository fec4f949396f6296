/**
 * One exchange with the server: bounded in time, its failures turned into errors without the secret.
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
  /** From the root of the Center. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
  /** What stands in the request and must not come out: a secret or a token. */
  readonly secret: string;
  /** Milliseconds after which it is given up. */
  readonly timeout: number;
}

/** Resolves to what `read` makes of the response. Rejects with an AuthError `token_timeout` or `token_unreachable`. */
export type Exchange = <T>(
  request: ExchangeRequest,
  read: (response: Response) => T | Promise<T>,
) => Promise<T>;

/** Looked up at each call: whoever instruments the global one later is not passed by. */
export const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);

export function exchangeWith(root: string, fetch: Fetch): Exchange {
  return async ({ method, path, headers, body = null, secret, timeout }, read) => {
    // A source without an address ends here.
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
      // Also when this fetch does not care about signals.
      return await untilAborted(sent.then(read), signal);
    } catch (error) {
      const code = signal.aborted ? 'token_timeout' : 'token_unreachable';
      const cause = sanitized(error, secret);
      throw new AuthError(code, `No answer from ${root}, see cause`, { retryable: true, cause });
    }
  };
}
