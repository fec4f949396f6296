/**
 * One exchange with the server: bounded in time and size, its failures turned into errors without the secret.
 *
 * @module
 */
import { AuthError, isAuthError } from '../auth-error.ts';
import type { Fetch } from '../token-source.ts';
import { malformed } from './oauth-wire.ts';
import { sanitized } from './safe-text.ts';
import { untilAborted } from './until-aborted.ts';

/** Sends a request that holds `secret` to a path of the Center; resolves to status and text of the answer. */
export type Exchange = (
  secret: string,
  path: string,
  init: RequestInit,
  outer?: AbortSignal,
) => Promise<{ readonly status: number; readonly text: string }>;

/** Exchanges reject with an AuthError; nobody waits for one that `outer` ends. `timeout` is in milliseconds. */
export function exchangeWith(origin: string, fetch: Fetch, timeout: number): Exchange {
  return async (secret, path, init, outer) => {
    const deadline = AbortSignal.timeout(timeout);
    const signal = outer ? AbortSignal.any([outer, deadline]) : deadline;
    try {
      const headers = new Headers(init.headers);
      headers.set('Accept', 'application/json');
      // The origin is known to be valid, so nothing complains about the URL with the secret in it.
      const sent = fetch(origin + path, { ...init, headers, redirect: 'manual', signal });
      const response = await untilAborted(sent, signal);
      return { status: response.status, text: await readText(response, signal) };
    } catch (error) {
      if (isAuthError(error)) throw error;
      const late = deadline.aborted;
      throw new AuthError(
        late ? 'token_timeout' : 'token_unreachable',
        `No answer from ${origin}${late ? ` in ${timeout} ms` : ', see cause'}`,
        { retryable: true, cause: sanitized(error, secret) },
      );
    }
  };
}

/** The text of an answer, up to 64 KiB; the rest is not read. */
async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let size = 0; ;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) return text;
      size += value.length;
      if (size > 65_536) throw malformed(response.status, 'answer under 64 KiB');
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    // Frees the connection; after the end of the body it does nothing.
    reader.cancel().catch(() => {});
  }
}
