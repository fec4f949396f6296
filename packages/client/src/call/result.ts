/**
 * Makes the result of a call from an answer: data, or one typed error.
 *
 * @module
 */
import { redact } from '@cloudlink-center/auth';
import { failureFromAnswer, type FailureHints, malformedAnswer } from '../errors/failure-answer.ts';
import { headerOf, responseOf, textOf, type WireAnswer } from '../transport/answer.ts';
import type { Call, Result } from './call-context.ts';
import type { FailureStatus, SuccessStatus } from './call-options.ts';
import type { CallTraits } from './call-traits.ts';
import { findOperation } from './find-operation.ts';
import { parseAnswer } from './parse-answer.ts';

/** @param token - The one that was sent: whatever a server or a proxy sends back, it goes no further. */
export function resultOf(
  call: Call,
  traits: CallTraits,
  answer: WireAnswer,
  text: string,
  token: string | undefined,
): Result | Promise<Result> {
  if (answer.status < 200 || answer.status > 299) return failed(call, answer, redact(text, token ?? ''));
  return success(answer, parseAnswer(call, traits, answer, text, token));
}

/** Few programs ask for files, so what tells them apart is loaded then. @throws CloudLinkError `malformed_response` for what is none. */
export async function fileResult(call: Call, answer: WireAnswer, token: string | undefined): Promise<Result> {
  const { fileProblem, withoutKeys } = await import('./file-answer.ts');
  const { method, path } = call;
  const { status, headers, bytes } = answer;
  const type = headerOf(headers, 'content-type');
  const problem = fileProblem(path, { status, type, start: bytes });
  if (problem !== undefined) {
    const text = withoutKeys(redact(textOf(answer), token ?? ''));
    throw malformedAnswer({ method, path, answer, text }, problem);
  }
  return success(answer, new Blob([bytes], { type: type ?? '' }));
}

/** A real `Response` is made when somebody looks at it, on the result itself, so that spreading and `Object.keys` find it. */
function success(answer: WireAnswer, data: unknown): Result {
  let response: Response | undefined;
  return {
    // The types name the statuses that are known; any other is passed on as it is.
    status: answer.status as SuccessStatus,
    data,
    get response() {
      return (response ??= responseOf(answer));
    },
  };
}

async function failed({ method, path }: Call, answer: WireAnswer, text: string): Promise<Result> {
  const hints = answer.status === 403 || answer.status === 404 ? await hintsFor(method, path) : {};
  // The types name the statuses that are expected; any other is passed on as it is.
  const status = answer.status as FailureStatus;
  const error = failureFromAnswer({ method, path, answer, text }, hints);
  return { status, error, response: responseOf(answer) };
}

/** From the table of operations, which is loaded then. */
async function hintsFor(method: string, path: string): Promise<FailureHints> {
  const found = await findOperation(method, path);
  if (found === 'unknown') return {};
  if (found !== undefined) return { permissions: found.facts.permissions };
  const { nearestPath } = await import('./nearest-path.ts');
  return { unknownPath: { nearest: nearestPath(method, path) } };
}
