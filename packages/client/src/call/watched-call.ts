/**
 * A call that middleware sees. openapi-fetch runs the middleware, and our sign-in happens inside the fetch
 * that it calls. So middleware sees neither the access token nor a 401 that was replayed.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { fetchSignedIn } from '../sign-in/fetch-signed-in.ts';
import type { WireAnswer } from '../transport/answer.ts';
import { readBytes } from '../transport/read-body.ts';
import type { Sending } from '../transport/transport.ts';
import type { Call, Result } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import { formData } from './form-data.ts';
import { withErrors } from './middleware-errors.ts';
import type { Node } from './node.ts';
import { serializePath } from './path-serializer.ts';
import { openapiClientOf } from './openapi-client.ts';
import { fileResult, resultOf } from './result.ts';

/**
 * The types of openapi-fetch follow the specification. Here any path may be called, and run-time checks
 * replace the types.
 */
type UntypedRequest = (method: string, path: string, init: object) => Promise<FetchResult>;
type FetchResult = { readonly data?: unknown; readonly error?: unknown; readonly response: Response };

export async function watchedCall(
  node: Node,
  middleware: readonly Middleware[],
  call: Call,
  traits: CallTraits,
  sending: Sending,
): Promise<Result> {
  const { method, path, init } = call;
  const request = openapiClientOf(node).request as unknown as UntypedRequest;
  const result = await request(method, path, {
    // With `path` always present, openapi-fetch always calls our serializer, which finds missing values.
    params: { path: {}, ...init.params },
    body: traits.multipart && init.body !== undefined ? await formData(path, init.body) : init.body,
    headers: init.headers,
    pathSerializer: serializerOf(node, traits.rawSlashes),
    parseAs: traits.binary ? 'stream' : 'text',
    signal: sending.timer.signal,
    middleware: withErrors(middleware),
    fetch: (made: Request) =>
      fetchSignedIn(node, made, (signed) => node.transport.fetch(signed, sending), { sending }),
  });
  const { response } = result;
  const answer = answerOf(response);
  if (traits.binary && response.ok) {
    const { timer, onProgress } = sending;
    const most = node.transport.maxResponseBytes;
    const bytes = await readBytes(response, { most, url: response.url, timer, onProgress });
    return fileResult(node, call, { ...answer, bytes }, sending);
  }
  return resultOf(node, call, traits, answer, textOf(response.ok ? result.data : result.error), sending);
}

function serializerOf(
  { restUrl }: Node,
  rawSlashes: string | undefined,
): (url: string, values: Record<string, unknown>) => string {
  return (url, values) => restUrl + serializePath(url.slice(restUrl.length), values, rawSlashes);
}

function answerOf(response: Response): WireAnswer {
  const { url, status, statusText, headers } = response;
  return { url, status, statusText, headers: Object.fromEntries(headers), bytes: new Uint8Array(), response };
}

/** The body as text. openapi-fetch has already parsed the body of a failure if it could. */
function textOf(body: unknown): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  try {
    return JSON.stringify(body);
  } catch {
    return '(JSON that is nested too deeply to show)';
  }
}
