/**
 * Turns an answer that a call has failed with into its error. What explains it is loaded with the first one: in a page, few calls ever fail.
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

/** The error for a success whose body is not what it should be. */
export async function malformed(call: FailedCall, problem: string): Promise<CloudLinkError> {
  try {
    const { malformedAnswer } = await import('../errors/failure-answer.ts');
    return malformedAnswer(call, problem);
  } catch {
    return unexplained(call, 'malformed_response');
  }
}

/** In a page whose files have been replaced on their server, nothing more can be loaded. */
function unexplained({ method, path, answer }: FailedCall, code: CloudLinkError['code']): CloudLinkError {
  const { status } = answer;
  return new CloudLinkError(code, `${method} ${path} was answered with ${status}.`, { method, path, status });
}

/** From the table of operations, which is loaded then. */
async function hintsFor(method: string, path: string): Promise<FailureHints> {
  const found = await findOperation(method, path);
  if (found === 'unknown') return {};
  if (found !== undefined) return { permissions: found.facts.permissions };
  const { nearestPath } = await import('./nearest-path.ts');
  return { unknownPath: { nearest: nearestPath(method, path) } };
}
