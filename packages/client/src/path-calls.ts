/**
 * Path-string calls: openapi-fetch's, with its gaps closed. The named methods go through here, too.
 *
 * @module
 */
import type { CallOptions, CallResult } from './call-options.ts';
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
import { checkTimeouts } from './resilience/time-limits.ts';

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
  operationId?: string,
) => Promise<CallResult<unknown>>;
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** The names of {@link CallOptions}. */
export const CALL_OPTION_NAMES = ['signal', 'headers', 'timeout', 'retry', 'node'] as const;
const INIT_NAMES: ReadonlySet<string> = new Set(['params', 'body', ...CALL_OPTION_NAMES]);

/** Binds the four methods to one call function. */
export function createPathCalls(call: UntypedCall): PathCalls {
  const bind =
    (method: HttpMethod): unknown =>
    (path: string, init?: UntypedInit) =>
      call(method, path, init);
  // The overloads are the generated interfaces' view of the same function.
  return { GET: bind('GET'), PUT: bind('PUT'), POST: bind('POST'), DELETE: bind('DELETE') } as PathCalls;
}

/** @throws TypeError on a misspelt or impossible option. */
export function checkInit(path: string, init: UntypedInit): void {
  for (const name in init) {
    if (!INIT_NAMES.has(name))
      throw new TypeError(`${path} takes ${[...INIT_NAMES].join(', ')}, and no "${name}".`);
  }
  for (const name in init.params) {
    if (name !== 'path' && name !== 'query')
      throw new TypeError(`params of ${path} holds path and query, and no "${name}".`);
  }
  checkTimeouts('timeout', init.timeout);
  checkRetry(init.retry);
}

/** @throws TypeError when it is no count. */
export function checkRetry(retry: number | undefined): void {
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0))
    throw new TypeError('retry must be a whole number: how many times a call may be sent again. 0: never.');
}
