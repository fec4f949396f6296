/**
 * Path-string calls in the style of openapi-fetch, without its gaps.
 *
 * @module
 */
import type { CallResult } from '../call/call-options.ts';
import type { HttpMethod, UntypedCall, UntypedInit } from '../call/call-context.ts';
import type {
  DeleteOptional,
  DeleteRequired,
  GetOptional,
  GetRequired,
  PostOptional,
  PostRequired,
  PutOptional,
  PutRequired,
} from '../generated/inputs.ts';

/** One entry of the generated interfaces for each path. */
type PathEntries<Paths> = { [Path in keyof Paths]: { init: object; data: unknown } };

/**
 * The path-string calls of one HTTP method. The first overload is for paths that need no input, the second
 * for the rest.
 */
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
  /** Sends a GET request: `center.GET('/securevm')`. */
  readonly GET: PathCall<GetOptional, GetRequired>;
  /** Sends a PUT request: `center.PUT('/server', { body })`. */
  readonly PUT: PathCall<PutOptional, PutRequired>;
  /** Sends a POST request: `center.POST('/securevm/groups', { body })`. */
  readonly POST: PathCall<PostOptional, PostRequired>;
  /** Sends a DELETE request: `center.DELETE('/users/{user}', { params: { path: { user } } })`. */
  readonly DELETE: PathCall<DeleteOptional, DeleteRequired>;
}

/** Binds the four methods to one call function. */
export function createPathCalls(call: UntypedCall): PathCalls {
  const bind =
    (method: HttpMethod): unknown =>
    (path: string, init?: UntypedInit) =>
      call(method, path, init);
  // The overloads are the generated view of the same function.
  return { GET: bind('GET'), PUT: bind('PUT'), POST: bind('POST'), DELETE: bind('DELETE') } as PathCalls;
}
