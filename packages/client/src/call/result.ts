/**
 * Turns a response into the result of a call: data, or one typed error.
 *
 * @module
 */
import { headerOf, responseOf, textOf, type WireAnswer } from '../transport/answer.ts';
import type { Sending } from '../transport/transport.ts';
import type { Call, Result } from './call-context.ts';
import type { FailureStatus, SuccessStatus } from './call-options.ts';
import type { CallTraits } from './call-traits.ts';
import { failureOf, malformed } from './explain-answer.ts';
import type { Node } from './node.ts';
import { parseAnswer } from './parse-answer.ts';

/** @throws CloudLinkError `malformed_response`. */
export function resultOf(
  node: Node,
  call: Call,
  traits: CallTraits,
  answer: WireAnswer,
  text: string,
  { token }: Sending,
): Result | Promise<Result> {
  if (answer.status < 200 || answer.status > 299) return failed(call, answer, node.mask(text, token));
  const mayBeText =
    traits.text && headerOf(answer.headers, 'content-type')?.startsWith('text/plain') === true;
  const parsed = parseAnswer(text, mayBeText);
  if ('data' in parsed) return success(answer, parsed.data);
  return refused(call, answer, node.mask(text, token), parsed.problem);
}

/**
 * The code that recognizes files is loaded on first use, because few programs need it.
 *
 * @throws CloudLinkError `malformed_response` when the body is not a file.
 */
export async function fileResult(
  node: Node,
  call: Call,
  answer: WireAnswer,
  { token }: Sending,
): Promise<Result> {
  const { fileProblem, withoutKeys } = await import('./file-answer.ts');
  const { status, headers, bytes } = answer;
  const type = headerOf(headers, 'content-type');
  const problem = fileProblem(call.path, { status, type, start: bytes });
  if (problem !== undefined)
    return refused(call, answer, withoutKeys(node.mask(textOf(answer), token)), problem);
  return success(answer, new Blob([bytes], { type: type ?? '' }));
}

/**
 * A real `Response` is created only on access. It is a property of the result itself, so that spreading and
 * `Object.keys` find it.
 */
function success(answer: WireAnswer, data: unknown): Result {
  let response: Response | undefined;
  return {
    // The types list the known statuses. Any other is passed on unchanged.
    status: answer.status as SuccessStatus,
    data,
    get response() {
      return (response ??= responseOf(answer));
    },
  };
}

async function failed({ method, path }: Call, answer: WireAnswer, text: string): Promise<Result> {
  const error = await failureOf({ method, path, answer, text });
  // The types list the expected statuses. Any other is passed on unchanged.
  return { status: answer.status as FailureStatus, error, response: responseOf(answer) };
}

async function refused(
  { method, path }: Call,
  answer: WireAnswer,
  text: string,
  problem: string,
): Promise<never> {
  throw await malformed({ method, path, answer, text }, problem);
}
