/**
 * The facts about an operation at run time. The table is generated (`generated/operations.ts`);
 * `specs/README.md` explains the source of each fact and how certain it is.
 *
 * @module
 */

/** Facts about one operation. A missing flag is false. */
export interface OperationFacts {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path template below `/cloudlink/rest`, such as `/securevm/{uuid}`. */
  readonly path: string;
  /** English names of permissions; a caller needs one of them. Empty if the vendor publishes none. */
  readonly permissions: readonly string[];
  /** Name of the action in the audit log. */
  readonly auditAction?: string;
  /** Whether the request can safely be retried if its outcome is unknown. */
  readonly repeatable?: true;
  /** Whether a GET has a new effect on each call. Never retry or prefetch it. */
  readonly sideEffects?: true;
  /** Whether the call affects only the node that answers. */
  readonly nodeLocal?: true;
  /** Whether the call may take minutes. */
  readonly slow?: true;
  /** Whether the call can destroy keys or data, or take machines or the Center out of service. */
  readonly dangerous?: true;
  /** Whether the response is a file. */
  readonly binary?: true;
  /** Name of the path parameter whose slashes are not encoded. */
  readonly rawSlashes?: string;
  /** Names of the query parameters. */
  readonly query?: readonly string[];
  /** Media type of the request body. Missing if there is no body. */
  readonly requestType?: 'application/json' | 'multipart/form-data';
  /** Pagination of the list. Missing if the operation does not page. */
  readonly cursor?: OperationCursor;
}

/** Pagination of a list: request the next page with the last item's `property` as `parameter`. */
export interface OperationCursor {
  readonly parameter: string;
  readonly property: string;
  /** Name of the page size parameter. */
  readonly size: string;
  /** A second parameter that is sent with the cursor. */
  readonly timestamp?: { readonly parameter: string; readonly property: string };
}
