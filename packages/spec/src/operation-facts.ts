/**
 * What is known about an operation at run time, beside its types. The table itself is generated
 * (`generated/operations.ts`); `specs/README.md` explains where each fact comes from and how sure it is.
 *
 * @module
 */

/** Facts of one operation. A flag that is absent is false. */
export interface OperationFacts {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path template below `/cloudlink/rest`, such as `/securevm/{uuid}`. */
  readonly path: string;
  /** Permissions of which any one suffices, by their English names. Empty: the vendor publishes none. */
  readonly permissions: readonly string[];
  /** The audit action that the call writes. */
  readonly auditAction?: string;
  /** Sending the request again, when the outcome of the first is unknown, does no harm. */
  readonly repeatable?: true;
  /** A GET that makes something new on each call. Never retry or prefetch it. */
  readonly sideEffects?: true;
  /** Reads or changes only the node that answers. */
  readonly nodeLocal?: true;
  /** May take minutes. */
  readonly slow?: true;
  /** Can destroy keys or data, or take machines or the Center out of service. */
  readonly dangerous?: true;
  /** The answer is a file. */
  readonly binary?: true;
  /** The path parameter that keeps its slashes. */
  readonly rawSlashes?: string;
  /** Names of the query parameters. */
  readonly query?: readonly string[];
  /** Media type of the request body. Absent: no body. */
  readonly requestType?: 'application/json' | 'multipart/form-data';
  /** How the list pages. */
  readonly cursor?: OperationCursor;
}

/** How a list pages: ask again with the last item's `property` as `parameter`, `size` items at a time. */
export interface OperationCursor {
  readonly parameter: string;
  readonly property: string;
  /** Name of the page size parameter. */
  readonly size: string;
  /** Sent beside the cursor. */
  readonly timestamp?: { readonly parameter: string; readonly property: string };
}
