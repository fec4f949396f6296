/**
 * One attempt of a call: openapi-fetch sends it, and what comes back is read here, where a body that is no JSON gets a clear
 * error.
 *
 * @module
 */
import type { CallResult, FailureStatus, SuccessStatus } from './call-options.ts';
import type { CallTraits } from './call-traits.ts';
import { failureInBody } from './errors/failure-no-answer.ts';
import { type FailedCall, failureFromResponse, malformedResponse } from './errors/failure-response.ts';
import { signInFailure } from './errors/failure-sign-in.ts';
import type { LightOptions } from './light/light-request.ts';
import type { Node } from './nodes.ts';
import type { HttpMethod, UntypedInit } from './path-calls.ts';
import type { Timer } from './resilience/timer.ts';

// openapi-fetch's types follow the specification; here any path is called, and the guards stand in for the types.
type UntypedRequest = (
  method: string,
  path: string,
  init: object,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

export async function exchange(
  node: Node,
  method: HttpMethod,
  path: string,
  traits: CallTraits,
  init: UntypedInit,
  timer: Timer,
): Promise<CallResult<unknown>> {
  const light = traits.binary || node.foreign.size > 0 ? undefined : node.lightClient;
  const request = (light ?? node.client).request as unknown as UntypedRequest;
  try {
    const options = optionsOf(node, light !== undefined, path, traits, init, timer);
    const { data, error, response } = await request(method, path, options);
    // openapi-fetch has read the body of a failure already, as JSON when it can.
    if (!response.ok) return await failed({ method, path, response, text: redacted(node, textOf(error)) });
    return {
      // The types name the statuses that are known; any other is passed on as it is.
      status: response.status as SuccessStatus,
      data: traits.binary
        ? await readFile(response, timer)
        : parsed(node, { method, path, response, text: textOf(data) }, traits),
      response,
    };
  } catch (error) {
    throw failureInBody(signInFailure(error, method, path), method, path, timer);
  }
}

type Options = LightOptions & {
  params: object;
  parseAs: 'text' | 'stream';
  body?: unknown;
  headers?: object;
  signal?: AbortSignal;
  fetch?: (request: Request) => Promise<Response>;
};

/** With `path` always present, openapi-fetch always asks our serializer, which finds what is missing. */
const NO_PARAMS = { path: {} };

/** Set one by one: spreading would cost each call more than all of this. */
function optionsOf(
  node: Node,
  isLight: boolean,
  path: string,
  traits: CallTraits,
  { params, body, headers }: UntypedInit,
  timer: Timer,
): Options {
  const options: Options = {
    params: params === undefined ? NO_PARAMS : { ...NO_PARAMS, ...params },
    parseAs: traits.binary ? 'stream' : 'text',
  };
  if (isLight) options.light = timer;
  else {
    options.signal = timer.signal;
    options.fetch = node.timedFetch;
  }
  if (body !== undefined) options.body = traits.multipart ? formData(path, body) : body;
  if (headers !== undefined) {
    options.headers = headers;
    if (isLight) options.hasHeaders = true;
  }
  return options;
}

/** A file has no time limit as long as it makes progress. */
async function readFile(response: Response, timer: Timer): Promise<Blob> {
  timer.restart();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of response.body ?? []) {
    timer.restart();
    pieces.push(piece);
  }
  return new Blob(pieces, { type: response.headers.get('content-type') ?? '' });
}

function parsed(node: Node, call: FailedCall, { text: mayBeText }: CallTraits): unknown {
  const { response, text } = call;
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (mayBeText && response.headers.get('content-type')?.startsWith('text/plain')) return text;
    throw malformedResponse({ ...call, text: redacted(node, text) });
  }
}

async function failed(call: FailedCall): Promise<CallResult<unknown>> {
  // The types name the statuses that are expected; any other is passed on as it is.
  const status = call.response.status as FailureStatus;
  return { status, error: await failureFromResponse(call), response: call.response };
}

/** Whatever a server or a proxy sends back, the token in it goes no further. */
function redacted({ auth }: Node, text: string): string {
  const token = auth.peek()?.value;
  return token === undefined ? text : text.replaceAll(token, '[removed]');
}

/** The body of a failure as it was sent: openapi-fetch has parsed it where it could. */
function textOf(error: unknown): string {
  if (error === undefined) return '';
  return typeof error === 'string' ? error : JSON.stringify(error);
}

function formData(path: string, body: unknown): FormData {
  if (body instanceof FormData) return body;
  if (typeof body !== 'object' || body === null)
    throw new TypeError(`The body of ${path} must be an object of files.`);
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (!(value instanceof Blob))
      throw new TypeError(`"${name}" in the body of ${path} must be a Blob or a File.`);
    form.append(name, value);
  }
  return form;
}
