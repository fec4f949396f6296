/**
 * Turns a failure in which no answer came into what the caller sees. Answers are in `failure-answer.ts`.
 *
 * @module
 */
import { causeToShow, isBrokenOff } from './broken-off.ts';
import { CloudLinkError, isCloudLinkError } from './cloudlink-error.ts';
import { systemCodeOf } from './causes.ts';

/**
 * An abort stays the caller's own reason; everything else becomes a `CloudLinkError`.
 *
 * @param notSent - Whether it is certain that no byte was sent: only who opened the connection knows, and an error code proves nothing.
 */
export function failureWithoutAnswer(
  error: unknown,
  request: { url: string; method: string; signal?: AbortSignal | null | undefined },
  notSent = false,
): unknown {
  if (request.signal?.aborted) return request.signal.reason;
  if (isCloudLinkError(error)) return error;
  const { origin } = new URL(request.url);
  const problem = systemCode(error);
  return new CloudLinkError(
    'unreachable',
    `No answer from ${origin}${problem}. Check the address and the network.${crossOriginHint(origin)}`,
    {
      method: request.method,
      notSent,
      // The error of fetch may hold the URL, and that of a token request holds a secret.
      cause: new Error(problem === '' ? 'the connection failed' : problem.slice(2)),
    },
  );
}

/** The same for a `fetch` of the caller's own: what it threw is the `cause`, as it is. */
export function failureOfCallersFetch(
  error: unknown,
  { url, method, signal }: { url: string; method: string; signal: AbortSignal },
): unknown {
  if (signal.aborted) return signal.reason;
  if (isCloudLinkError(error)) return error;
  const message = `The fetch that this client was given got no answer from ${new URL(url).origin}${systemCode(error)}; see cause.`;
  return new CloudLinkError('unreachable', message, { method, cause: error });
}

/** An answer that broke off; other errors, such as those of a caller's own code, are left as they are. */
export function failureInBody(
  error: unknown,
  method: string,
  path: string,
  timer: { readonly ended: boolean; readonly reason: unknown },
): unknown {
  if (timer.ended) return timer.reason;
  if (!isBrokenOff(error)) return error;
  const message = `The answer to ${method} ${path} broke off${systemCode(error)}. Whether the call took effect is not known.`;
  return new CloudLinkError('unreachable', message, { method, path, cause: causeToShow(error) });
}

function systemCode(error: unknown): string {
  const code = systemCodeOf(error);
  return code === undefined ? '' : `: ${code}`;
}

/** A page is not told why it got no answer; most often the Center has not allowed its origin yet. */
function crossOriginHint(origin: string): string {
  const page = (globalThis as { location?: { origin?: string } }).location?.origin;
  if (page === undefined || page === origin) return '';
  return ` From this page it may also be that the Center has not allowed its origin yet: cors.allowOrigin({ body: { origin: '${page}' } }).`;
}
