/**
 * The options and results that all operations share. The generated interfaces add paths, queries and bodies.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Timeouts } from '../resilience/time-limits.ts';

/** Options of every call, besides its path, query and body. */
export interface CallOptions {
  /** Aborts the call, which then rejects with `signal.reason`. */
  signal?: AbortSignal;
  /** Additional request headers. They cannot replace `Authorization`. */
  headers?: Record<string, string>;
  /**
   * Time limits in milliseconds, instead of the client's. A number limits one attempt including its sign-in.
   * To limit the call with its retries, set `total`.
   */
  timeout?: number | Timeouts;
  /**
   * How many times the call may be retried, instead of the client's `retry`: 0 to 10. Calls that are not safe
   * to retry are never retried.
   */
  retry?: number;
  /** Origin of the node to call, one of the client's `baseUrl` list. The call goes to no other node. */
  node?: string;
}

/** The result of a named method: a promise of the data, which rejects with a {@link CloudLinkError}. */
export interface MethodResult<Data> extends Promise<Data> {
  /** The data with the status and headers of the response. */
  withResponse(): Promise<DataWithResponse<Data>>;
}

/** The result of {@link MethodResult.withResponse}. */
export interface DataWithResponse<Data> {
  /** The data of the response, as the named method returns it. */
  readonly data: Data;
  /** HTTP status of the response. */
  readonly status: SuccessStatus;
  /** The response, with its body already read. */
  readonly response: Response;
}

/**
 * The result of a path-string call. Either `status` or `error` narrows it to success or failure, also when
 * destructured. A call without a response rejects with a {@link CloudLinkError}.
 */
export type CallResult<Data> =
  | {
      /** HTTP status of the response. */
      readonly status: SuccessStatus;
      /** The data of the response, `undefined` when its body is empty. */
      readonly data: Data;
      readonly error?: undefined;
      /** The response, with its body already read. */
      readonly response: Response;
    }
  | {
      /** HTTP status of the response. */
      readonly status: FailureStatus;
      readonly data?: undefined;
      /** What failed, with the body of the response. */
      readonly error: CloudLinkError;
      readonly response: Response;
    };

/** Statuses of a success. It is not certain for every operation which of them it sends (`specs/README.md`). */
export type SuccessStatus = 200 | 201 | 202 | 204;

/** Statuses of a failure. Some come from the Center, others from a proxy in front of it. */
export type FailureStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 406
  | 408
  | 409
  | 410
  | 413
  | 415
  | 422
  | 423
  | 429
  | 500
  | 501
  | 502
  | 503
  | 504;
