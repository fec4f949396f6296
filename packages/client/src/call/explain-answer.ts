/**
 * Turns a failed response into an error. The code that explains it is loaded on the first failure, because
 * few calls of a page ever fail.
 *
 * @module
 */
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { FailedCall, FailureHints } from '../errors/failure-answer.ts';
import { codeOf } from '../errors/status-code.ts';
import { findOperation } from './find-operation.ts';

/** The error for a status outside 2xx. */
export async function failureOf(call: FailedCall): Promise<CloudLinkError> {
  const { method, path, answer } = call;
  const { status } = answer;
  try {
    const hints = status === 403 || status === 404 ? await hintsFor(method, path) : {};
    const { failureFromAnswer } = await import('../errors/failure-answer.ts');
    return failureFromAnswer(call, hints);
  } catch {
    return unexplained(call, codeOf(status));
  }
}

/** The error for a 2xx response with an unexpected body. */
export async function malformed(call: FailedCall, problem: string): Promise<CloudLinkError> {
  try {
    const { malformedAnswer } = await import('../errors/failure-answer.ts');
    return malformedAnswer(call, problem);
  } catch {
    return unexplained(call, 'malformed_response');
  }
}

/**
 * The error when that code cannot be loaded, for example because the page's files were replaced on their
 * server.
 */
function unexplained({ method, path, answer }: FailedCall, code: CloudLinkError['code']): CloudLinkError {
  const { status } = answer;
  return new CloudLinkError(code, `${method} ${path} returned ${status}.`, { method, path, status });
}

/** From the operation table, which is loaded then. */
async function hintsFor(method: string, path: string): Promise<FailureHints> {
  const found = await findOperation(method, path);
  if (found === 'unknown') return {};
  if (found !== undefined) return { permissions: found.facts.permissions };
  const { nearestPath } = await import('./nearest-path.ts');
  return { unknownPath: { nearest: nearestPath(method, path) } };
}
