/**
 * What every call takes and gives, whichever operation it is. The generated interfaces add paths, queries and bodies.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Timeouts } from '../resilience/time-limits.ts';

/** Options of every call, beside its path, query and body. */
export interface CallOptions {
  /** Ends the call; it rejects with `signal.reason`. */
  signal?: AbortSignal;
  /** More request headers. They cannot replace `Authorization`. */
  headers?: Record<string, string>;
  /** Milliseconds, in place of the client's. A number limits one attempt, with its sign-in, and not the call with its retries: give `total` for that. */
  timeout?: number | Timeouts;
  /** How many times the call may be sent again, in place of the client's: 0 to 10. 0: never. What may not be repeated is not, whatever stands here. */
  retry?: number;
  /** Origin of the node to call, one of the client's `baseUrl` list. The call then goes there and nowhere else. */
  node?: string;
}

/** What a named method returns: a promise of the data, which rejects with a {@link CloudLinkError}. */
export interface MethodResult<Data> extends Promise<Data> {
  /** The data with the answer's status and headers. */
  withResponse(): Promise<DataWithResponse<Data>>;
}

/** What {@link MethodResult.withResponse} resolves to. */
export interface DataWithResponse<Data> {
  readonly data: Data;
  readonly status: SuccessStatus;
  /** Its body has been read. */
  readonly response: Response;
}

/**
 * What a path-string call resolves to. `status` tells success from failure as well as `error` does, also when
 * destructured. A call that got no answer rejects with a {@link CloudLinkError}.
 */
export type CallResult<Data> =
  | {
      readonly status: SuccessStatus;
      readonly data: Data;
      readonly error?: undefined;
      readonly response: Response;
    }
  | {
      readonly status: FailureStatus;
      readonly data?: undefined;
      readonly error: CloudLinkError;
      readonly response: Response;
    };

/** Statuses that carry data. Which of them an operation sends is not certain everywhere (`specs/README.md`). */
export type SuccessStatus = 200 | 201 | 202 | 204;

/** Statuses that carry an error. The Center is known to send some of them; proxies before it send others. */
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
