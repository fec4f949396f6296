/**
 * Turns a failure without a response into the error that the caller sees. Responses are handled in
 * `failure-answer.ts`.
 *
 * @module
 */
import { causeToShow, isBrokenOff } from './broken-off.ts';
import { CloudLinkError, isCloudLinkError } from './cloudlink-error.ts';
import { systemCodeOf } from './causes.ts';

/**
 * Returns the caller's own reason for an abort, and a `CloudLinkError` for everything else.
 *
 * @param notSent - Whether it is certain that no byte was sent. Only the code that opened the connection
 *   knows; an error code proves nothing.
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
      // The error of fetch may contain the URL, and the URL of a token request contains a secret.
      cause: new Error(problem === '' ? 'the connection failed' : problem.slice(2)),
    },
  );
}

/** The same for the caller's own `fetch`: what it threw becomes the `cause`, unchanged. */
export function failureOfCallersFetch(
  error: unknown,
  { url, method, signal }: { url: string; method: string; signal: AbortSignal },
): unknown {
  if (signal.aborted) return signal.reason;
  if (isCloudLinkError(error)) return error;
  const message = `The custom fetch got no answer from ${new URL(url).origin}${systemCode(error)}; see cause.`;
  return new CloudLinkError('unreachable', message, { method, cause: error });
}

/**
 * The error for a response that was cut off. Other errors, such as those of a caller's own code, are returned
 * unchanged.
 */
export function failureInBody(
  error: unknown,
  method: string,
  path: string,
  timer: { readonly ended: boolean; readonly reason: unknown },
): unknown {
  if (timer.ended) return timer.reason;
  if (!isBrokenOff(error)) return error;
  const message = `The answer to ${method} ${path} was cut off${systemCode(error)}. The call may or may not have taken effect.`;
  return new CloudLinkError('unreachable', message, { method, path, cause: causeToShow(error) });
}

function systemCode(error: unknown): string {
  const code = systemCodeOf(error);
  return code === undefined ? '' : `: ${code}`;
}

/**
 * Browsers do not tell a page why a request failed. The most common reason is that the Center does not allow
 * the page's origin yet.
 */
function crossOriginHint(origin: string): string {
  const page = (globalThis as { location?: { origin?: string } }).location?.origin;
  if (page === undefined || page === origin) return '';
  return ` Or the Center does not allow the origin of this page yet: cors.allowOrigin({ body: { origin: '${page}' } }).`;
}
