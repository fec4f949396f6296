/**
 * Path-string calls: openapi-fetch's, with its gaps closed. The named methods go through here, too.
 *
 * @module
 */
import type { Client } from 'openapi-fetch';
import type { paths } from '@cloudlink-center/spec';
import type { CallOptions, CallResult, FailureStatus, SuccessStatus } from './call-options.ts';
import { failureInBody } from './errors/failure-no-answer.ts';
import { type FailedCall, failureFromResponse, malformedResponse } from './errors/failure-response.ts';
import { signInFailure } from './errors/failure-sign-in.ts';
import type {
  DeleteOptional,
  DeleteRequired,
  GetOptional,
  GetRequired,
  PostOptional,
  PostRequired,
  PutOptional,
  PutRequired,
} from './generated/inputs.ts';
import { binaryCalls, multipartCalls } from './generated/path-facts.ts';

/** The generated interfaces have one of these for each path. */
type PathEntries<Paths> = { [Path in keyof Paths]: { init: object; data: unknown } };

/** One HTTP method's path-string calls: the first overload for paths that need no input, the second for the rest. */
export interface PathCall<Optional extends PathEntries<Optional>, Required extends PathEntries<Required>> {
  <Path extends keyof Optional>(
    path: Path,
    init?: Optional[Path]['init'],
  ): Promise<CallResult<Optional[Path]['data']>>;
  <Path extends keyof Required>(
    path: Path,
    init: Required[Path]['init'],
  ): Promise<CallResult<Required[Path]['data']>>;
}

/** The path-string calls of a client, typed for all operations. */
export interface PathCalls {
  readonly GET: PathCall<GetOptional, GetRequired>;
  readonly PUT: PathCall<PutOptional, PutRequired>;
  readonly POST: PathCall<PostOptional, PostRequired>;
  readonly DELETE: PathCall<DeleteOptional, DeleteRequired>;
}

/** A call before its types are known: the generated interfaces say what callers may pass and get. */
export type UntypedInit = CallOptions & {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown> };
  body?: unknown;
};
export type UntypedCall = (
  method: HttpMethod,
  path: string,
  init?: UntypedInit,
) => Promise<CallResult<unknown>>;
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

const INIT_NAMES: ReadonlySet<string> = new Set(['params', 'body', 'signal', 'headers']);

/**
 * Builds the one function behind all calls.
 *
 * @param redact - Removes the token from the server's words before they reach an error.
 */
export function createCall(client: Client<paths>, redact: (text: string) => string): UntypedCall {
  // openapi-fetch's types follow the specification; here any path is called, and the guards stand in for the types.
  const request = client.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ error?: unknown; response: Response }>;

  return async (method, path, init = {}) => {
    checkInit(path, init);
    const { params = {}, body, ...rest } = init;
    const key = `${method} ${path}`;
    try {
      const { error, response } = await request(method, path, {
        ...rest,
        // With `path` always present, openapi-fetch always asks our serializer, which finds what is missing.
        params: { ...params, path: params.path ?? {} },
        ...(body === undefined ? {} : { body: multipartCalls.has(key) ? formData(path, body) : body }),
        // The answer is read below, where a body that is no JSON gets a clear error.
        parseAs: 'stream',
      });
      // openapi-fetch has read the body of a failure already, as JSON when it can.
      if (!response.ok) return await failed({ method, path, response, text: redact(textOf(error)) });
      // The types name the statuses that are known; any other is passed on as it is.
      const status = response.status as SuccessStatus;
      return { status, data: await readData(method, path, response, redact), response };
    } catch (error) {
      throw failureInBody(signInFailure(error, method, path), method, path, init.signal);
    }
  };
}

/** Binds the four methods to one call function. */
export function createPathCalls(call: UntypedCall): PathCalls {
  const bind =
    (method: HttpMethod): unknown =>
    (path: string, init?: UntypedInit) =>
      call(method, path, init);
  // The overloads are the generated interfaces' view of the same function.
  return { GET: bind('GET'), PUT: bind('PUT'), POST: bind('POST'), DELETE: bind('DELETE') } as PathCalls;
}

function checkInit(path: string, init: UntypedInit): void {
  for (const name of Object.keys(init)) {
    if (!INIT_NAMES.has(name))
      throw new TypeError(`${path} takes ${[...INIT_NAMES].join(', ')}, and no "${name}".`);
  }
  for (const name of Object.keys(init.params ?? {})) {
    if (name !== 'path' && name !== 'query')
      throw new TypeError(`params of ${path} holds path and query, and no "${name}".`);
  }
}

async function readData(
  method: string,
  path: string,
  response: Response,
  redact: (text: string) => string,
): Promise<unknown> {
  if (binaryCalls.has(`${method} ${path}`)) return response.blob();
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (response.headers.get('content-type')?.startsWith('text/plain')) return text;
    throw malformedResponse({ method, path, response, text: redact(text) });
  }
}

async function failed(call: FailedCall): Promise<CallResult<unknown>> {
  // The types name the statuses that are expected; any other is passed on as it is.
  const status = call.response.status as FailureStatus;
  return { status, error: await failureFromResponse(call), response: call.response };
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
