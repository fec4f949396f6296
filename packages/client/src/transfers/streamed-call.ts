/**
 * A call whose body or answer is too big to be held: it goes around openapi-fetch, which copies bodies, but signs in, fails and
 * is limited as every other call. It stays with one node and is sent again only after a 401.
 *
 * @module
 */
import { fetchWithToken } from '@cloudlink-center/auth';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CallOptions } from '../call-options.ts';
import { traitsOf } from '../call-traits.ts';
import { CloudLinkError, withDetails } from '../errors/cloudlink-error.ts';
import { failureInBody } from '../errors/failure-no-answer.ts';
import { failureFromResponse } from '../errors/failure-response.ts';
import { signInFailure } from '../errors/failure-sign-in.ts';
import { internalsOf } from '../internals.ts';
import type { Node } from '../nodes.ts';
import type { PiecewiseBody } from './multipart.ts';
import { serializePath } from '../path-serializer.ts';
import { timeLimits } from '../resilience/time-limits.ts';
import { TimeLimitReached, Timer } from '../resilience/timer.ts';

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
  readonly body?: (timer: Timer) => PiecewiseBody;
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
  const { method, path } = operations[id];
  const { nodes, timeout } = internalsOf(center);
  const node = options.node === undefined ? nodes.current() : nodes.named(options.node);
  const limit = timeLimits(traitsOf(method, path), timeout, options.timeout).attempt;
  const timer = new Timer(limit, options.signal);
  const details = { operationId: id, method, path, node: node.origin, attempts: 1 };
  try {
    const response = await send(node, call, timer);
    if (response.ok) return await receive(response, timer);
    const text = redacted(node, await response.text());
    throw await failureFromResponse({ method, path, response, text });
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (timer.reason instanceof TimeLimitReached) {
      const message = `${method} ${path} made no progress for ${String(limit)} ms. Whether it took effect is not known.`;
      throw new CloudLinkError('timeout', message, details);
    }
    const failure = failureInBody(signInFailure(error, method, path), method, path, timer);
    throw failure instanceof CloudLinkError ? withDetails(failure, details) : failure;
  } finally {
    timer.stop();
  }
}

function send(
  node: Node,
  { id, input, body, link, replayable = true }: StreamedCall,
  timer: Timer,
): Promise<Response> {
  const { method, path } = operations[id];
  const target = link === undefined ? serializePath(path, input.path ?? {}) : `/${link}`;
  const url = new URL(`${node.origin}/cloudlink/rest${target}`);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, String(value));
  return fetchWithToken(
    node.auth,
    ({ value }) => {
      const headers = { Accept: 'application/json, */*;q=0.1', Authorization: `Bearer ${value}` };
      const made = body?.(timer);
      const { signal } = timer;
      if (node.transport.stream !== undefined)
        return node.transport.stream({ url, method, headers, body: made, signal });
      const init = {
        method,
        headers: { ...headers, ...(made && { 'Content-Type': made.type }) },
        redirect: 'manual' as const,
        signal,
        ...(made && { body: streamOf(made), duplex: 'half' }),
      };
      return node.transport.fetch(new Request(url, init), true);
    },
    { signal: timer.signal, replayable },
  );
}

function streamOf(body: PiecewiseBody): ReadableStream<Uint8Array> {
  const iterator = body.pieces()[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function redacted({ auth }: Node, text: string): string {
  const token = auth.peek()?.value;
  return token === undefined ? text : text.replaceAll(token, '[removed]');
}
