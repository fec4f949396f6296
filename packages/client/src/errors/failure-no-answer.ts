/**
 * Turns a failure in which no answer came into what the caller sees. Answers are in `failure-response.ts`.
 *
 * @module
 */
import { CloudLinkError, isCloudLinkError } from './cloudlink-error.ts';

/** An abort stays the caller's own reason; everything else becomes a `CloudLinkError`. */
export function failureWithoutAnswer(error: unknown, request: Request): unknown {
  if (request.signal.aborted) return request.signal.reason;
  if (isCloudLinkError(error)) return error;
  const { origin } = new URL(request.url);
  const problem = systemCode(error);
  return new CloudLinkError(
    'unreachable',
    `No answer from ${origin}${problem}. Check the address and the network.`,
    {
      method: request.method,
      // The error of fetch may hold the URL, and that of a token request holds a secret.
      cause: new Error(problem === '' ? 'the connection failed' : problem.slice(2)),
    },
  );
}

/** The first system error code in the chain of causes, such as `ECONNREFUSED`. */
function systemCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return `: ${current.code}`;
    if (current instanceof AggregateError) {
      const inner: unknown = current.errors[0];
      if (inner instanceof Error) return systemCode(inner);
    }
  }
  return '';
}
