/**
 * One exchange with the server: bounded in time and size, its failures turned into errors without the secret.
 *
 * @module
 */
import { sanitized } from '#hardening';
import { AuthError } from '../auth-error.ts';
import type { Fetch } from '../token-source.ts';
import { rootOf } from './center-origin.ts';
import { untilAborted } from './until-aborted.ts';

/** Sends a request that holds `secret` to a path of the Center; resolves to status and text of the answer. */
export type Exchange = (
  secret: string,
  path: string,
  init: RequestInit,
  ...outer: AbortSignal[]
) => Promise<readonly [status: number, text: string]>;

/** Exchanges reject with an AuthError; nobody waits for one that `outer` ends. `timeout` is in milliseconds. */
export function exchangeWith(root: string, fetch: Fetch, timeout: number): Exchange {
  return async (secret, path, init, ...outer) => {
    // A source without an address ends here.
    rootOf(root);
    const deadline = AbortSignal.timeout(timeout);
    const signal = AbortSignal.any([deadline, ...outer]);
    try {
      signal.throwIfAborted();
      const sent = fetch(root + path, {
        ...init,
        redirect: 'manual',
        signal,
      });
      // Also when this fetch does not care about signals.
      return await untilAborted(
        sent.then(async (response) => [response.status, await readText(response)] as const),
        signal,
      );
    } catch (error) {
      throw new AuthError(
        deadline.aborted ? 'token_timeout' : 'token_unreachable',
        `No answer from ${root}, see cause`,
        { retryable: true, cause: sanitized(error, secret) },
      );
    }
  };
}

/** The text of an answer, up to about 64 KiB; the rest is not read. */
function readText({ body }: Response): Promise<string> {
  let left = 65_536;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, out) {
      out.enqueue(chunk);
      left -= chunk.length;
      if (left < 0) out.terminate();
    },
  });
  return new Response(body?.pipeThrough(limit)).text();
}
