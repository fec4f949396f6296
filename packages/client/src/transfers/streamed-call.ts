/**
 * A call whose body or answer is too big to be held: it goes around openapi-fetch, which copies bodies, but signs in, fails and
 * is limited as every other call. It stays with one node and is sent again only after a 401.
 *
 * @module
 */
import { redact } from '@cloudlink-center/auth';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CallOptions } from '../call/call-options.ts';
import { traitsOf } from '../call/call-traits.ts';
import type { Node } from '../call/node.ts';
import { serializePath } from '../call/path-serializer.ts';
import { internalsOf } from '../client/internals.ts';
import { CloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { failureFromAnswer } from '../errors/failure-answer.ts';
import { failureInBody } from '../errors/failure-no-answer.ts';
import { timeLimits } from '../resilience/time-limits.ts';
import { TimeLimitReached, Timer } from '../resilience/timer.ts';
import { signInFailure } from '../sign-in/sign-in-failure.ts';
import { streamSignedIn } from '../sign-in/signed-in.ts';
import type { Sending, StreamBody } from '../transport/transport.ts';

/** Path and query of an operation. */
export interface CallInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

export interface StreamedCall {
  readonly id: OperationId;
  readonly input: CallInput;
  readonly options: Pick<CallOptions, 'signal' | 'timeout' | 'node'>;
  /** A unique link in place of the operation's path. It appears in no error. */
  readonly link?: string;
  /** Makes the body, once more after a 401. */
  readonly body?: (timer: Timer) => StreamBody;
  /** Whether the body can be made again. Default: true. */
  readonly replayable?: boolean;
}

/** Sends it, and hands the answer over while the time limit runs: `timer.restart()` at each sign of life. */
export async function streamedCall<Result>(
  center: object,
  call: StreamedCall,
  receive: (response: Response, timer: Timer) => Promise<Result>,
): Promise<Result> {
  const { id, options } = call;
  const { method, path, permissions } = operations[id];
  const { nodes, timeout, lifetime } = internalsOf(center);
  const node = options.node === undefined ? nodes.current() : nodes.named(options.node);
  const limit = timeLimits(traitsOf(method, path), timeout, options.timeout).attempt;
  lifetime.begin();
  const sending: Sending = { timer: new Timer(limit, options.signal), phase: 'sign-in' };
  const details = { operationId: id, method, path, node: node.origin, attempts: 1 };
  try {
    const response = await send(node, call, sending);
    if (response.ok) return await receive(response, sending.timer);
    const text = redact(await response.text(), sending.token ?? '');
    const headers = Object.fromEntries(response.headers);
    const answer = { status: response.status, headers, response };
    throw failureFromAnswer(
      { method, path, answer, text },
      response.status === 403 ? permissions : undefined,
    );
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw failureOf(error, details, sending, limit);
  } finally {
    sending.timer.stop();
    lifetime.end();
  }
}

type Details = { readonly method: string; readonly path: string };

function failureOf(error: unknown, details: Details, { timer, phase }: Sending, limit: number): unknown {
  const { method, path } = details;
  if (timer.reason instanceof TimeLimitReached) {
    const known =
      phase === 'sign-in'
        ? 'It was not sent: signing in took too long'
        : 'Whether it took effect is not known';
    const message = `${method} ${path} made no progress for ${String(limit)} ms. ${known}.`;
    return new CloudLinkError('timeout', message, { ...details, notSent: phase === 'sign-in' });
  }
  const failure = failureInBody(signInFailure(error, method, path), method, path, timer);
  return failure instanceof CloudLinkError ? withDetails(failure, details) : failure;
}

function send(
  node: Node,
  { id, input, body, link, replayable = true }: StreamedCall,
  sending: Sending,
): Promise<Response> {
  const { method, path } = operations[id];
  const target = link === undefined ? serializePath(path, input.path ?? {}) : `/${link}`;
  const url = new URL(node.restUrl + target);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, String(value));
  const { timer } = sending;
  return streamSignedIn(node, { url, method, signal: timer.signal }, sending, {
    replayable,
    ...(body && { body: () => body(timer) }),
  });
}
