/**
 * A call whose body or response is too large for memory. It bypasses openapi-fetch, which copies bodies, but
 * has the same sign-in, errors and limits as every call. It stays with one node and is repeated only after a
 * 401.
 *
 * @module
 */
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CallOptions } from '../call/call-options.ts';
import { checkSignal } from '../call/check-init.ts';
import { traitsOf } from '../call/call-traits.ts';
import { judgeNode } from '../call/judge-node.ts';
import type { Node } from '../call/node.ts';
import { serializePath } from '../call/path-serializer.ts';
import { timedOut } from '../call/timed-out.ts';
import { internalsOf } from '../client/internals.ts';
import { isCloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { failureFromAnswer } from '../errors/failure-answer.ts';
import { failureInBody } from '../errors/failure-no-answer.ts';
import { timeLimits } from '../resilience/time-limits.ts';
import { TimeLimitReached, Timer } from '../resilience/timer.ts';
import { signInFailure } from '../sign-in/sign-in-failure.ts';
import { streamSignedIn } from '../sign-in/stream-signed-in.ts';
import { readBytes } from '../transport/read-body.ts';
import type { Sending, StreamBody } from '../transport/transport.ts';

/** Path and query parameters of an operation. */
export interface CallInput {
  /** Path parameters, by name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query parameters, by name. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

export interface StreamedCall {
  readonly id: OperationId;
  readonly input: CallInput;
  readonly options: Pick<CallOptions, 'signal' | 'timeout' | 'node'>;
  /** A unique link instead of the operation's path. It never appears in an error. */
  readonly link?: string;
  /** Creates the body, and once more after a 401. */
  readonly body?: (timer: Timer) => StreamBody;
  /** Whether the body can be created again. Default: true. */
  readonly replayable?: boolean;
}

/** A response whose headers have arrived. */
export interface Received {
  readonly response: Response;
  /** The running time limit. Call `restart()` on progress. */
  readonly timer: Timer;
  /** Masks the token and the client secret in text of the server. */
  readonly mask: (text: string) => string;
  /** Reads the whole body, up to the memory limit. */
  readonly text: () => Promise<string>;
}

/** Sends the request and passes the response to `receive`. */
export async function streamedCall<Result>(
  center: object,
  call: StreamedCall,
  receive: (received: Received, call: StreamedCall) => Promise<Result>,
): Promise<Result> {
  const { id, options } = call;
  const { method, path, permissions, nodeLocal = false } = operations[id];
  const { nodes, timeout, lifetime } = internalsOf(center);
  const node = options.node === undefined ? nodes.current() : nodes.named(options.node);
  const limit = timeLimits(traitsOf(method, path), timeout, options.timeout).attempt;
  checkSignal(id, options.signal);
  lifetime.begin();
  const sending: Sending = { timer: new Timer(limit, options.signal), phase: 'sign-in' };
  const details = { operationId: id, method, path, node: node.origin, attempts: 1 };
  const fault: Fault = {};
  try {
    const response = await send(node, call, sending, fault);
    const received = receivedBy(node, response, sending);
    if (response.ok) {
      nodes.worked(node);
      return await receive(received, call);
    }
    const text = received.mask(await received.text());
    const headers = Object.fromEntries(response.headers);
    const answer = { status: response.status, headers, response };
    throw failureFromAnswer({ method, path, answer, text }, { permissions });
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (fault.error !== undefined) throw fault.error;
    const failure = failureOf(error, details, sending, limit);
    // Later calls go to another node.
    if (isCloudLinkError(failure) && options.node === undefined && !nodeLocal)
      judgeNode(nodes, node, failure);
    throw failure;
  } finally {
    sending.timer.stop();
    lifetime.end();
  }
}

/** The error of the body's source: the caller's own error, which takes precedence over that of the connection. */
type Fault = { error?: unknown };

function receivedBy(node: Node, response: Response, { timer, token }: Sending): Received {
  const { transport, origin } = node;
  const text = async (): Promise<string> => {
    const bytes = await readBytes(response, { most: transport.maxResponseBytes, url: origin, timer });
    return new TextDecoder().decode(bytes);
  };
  return { response, timer, mask: (said) => node.mask(said, token), text };
}

type Details = { readonly method: string; readonly path: string };

function failureOf(error: unknown, details: Details, { timer, phase }: Sending, limit: number): unknown {
  const { method, path } = details;
  if (timer.reason instanceof TimeLimitReached) {
    return withDetails(timedOut(details, limit, phase, 'made no progress for'), details);
  }
  const failure = failureInBody(signInFailure(error, method, path), method, path, timer);
  if (!isCloudLinkError(failure)) return failure;
  // Only our own phase proves that nothing was sent: a caller's stream may fail with the error of another
  // call.
  return withDetails(failure, { ...details, notSent: failure.notSent && phase !== 'sent' });
}

function send(
  node: Node,
  { id, input, body, link, replayable = true }: StreamedCall,
  sending: Sending,
  fault: Fault,
): Promise<Response> {
  const { method, path } = operations[id];
  const target = link === undefined ? serializePath(path, input.path ?? {}) : `/${link}`;
  const url = new URL(node.restUrl + target);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, String(value));
  const { timer } = sending;
  return streamSignedIn(node, { url, method, signal: timer.signal }, sending, {
    replayable,
    ...(body && { body: () => watchSource(body(timer), fault) }),
  });
}

function watchSource(body: StreamBody, fault: Fault): StreamBody {
  return {
    ...body,
    async *pieces() {
      try {
        yield* body.pieces();
      } catch (error) {
        fault.error = error ?? new TypeError('The source of an upload failed without an error.');
        throw error;
      }
    },
  };
}
