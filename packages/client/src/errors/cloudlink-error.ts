/**
 * The one error class of this package. What a code means and how a failure gets it is in `failure-answer.ts`
 * (the Center answered) and `failure-no-answer.ts` (it did not).
 *
 * @module
 */

import { isErrorLike } from './outside-error.ts';

/** Why a call failed. Branch on this; messages may change. */
export type CloudLinkErrorCode =
  /** 400 or 422: the Center refuses the request as it stands. */
  | 'invalid_request'
  /** 401, also after one renewal of the token. */
  | 'unauthorized'
  /** 403: the caller's roles lack the permission. */
  | 'forbidden'
  /** 404: nothing exists under the name or id. */
  | 'not_found'
  /** 409: the present state does not allow it. */
  | 'conflict'
  /** 5xx. */
  | 'server_error'
  /** Any other status that is no success, redirects included. */
  | 'unexpected_status'
  /** The answer is not what it should be: no JSON, or no file; often the HTML page of a proxy. */
  | 'malformed_response'
  /** The answer is larger than `maxResponseBytes`, as sent or decoded. It was not read to its end. */
  | 'response_too_large'
  /** No connection, or it broke before the answer was complete. */
  | 'unreachable'
  /** A time limit was reached. */
  | 'timeout'
  /** The proxy refuses to connect to the Center, such as 403 or 407. Nothing was sent. */
  | 'proxy_refused'
  /** The certificate is not trusted. Nothing was sent. */
  | 'untrusted_certificate'
  /** No access token; `cause` is the `AuthError`. */
  | 'sign_in_failed'
  /** The client was closed before the call. Nothing was sent. */
  | 'closed';

/** What is known about the call that failed. */
export interface CloudLinkErrorDetails {
  /** Operation id, such as `machines.get`. Absent for a path that the specification does not have. */
  readonly operationId?: string;
  /** HTTP method, such as `GET`. */
  readonly method?: string;
  /** Path template, such as `/securevm/{uuid}`: never the values in it. */
  readonly path?: string;
  /** HTTP status. Absent when no answer came. */
  readonly status?: number;
  /** What the Center sent: parsed JSON, or text. Tokens in it are replaced. Not shown when the error is logged. */
  readonly body?: unknown;
  /** Permissions of which any one would have sufficed, for `forbidden`. */
  readonly permissions?: readonly string[];
  /** What the caller may do by the Center's own words (`authorities` of `sessions.whoami`), for `forbidden`, when it can be known. */
  readonly authorities?: readonly string[];
  /** How often the call was sent, or tried to be. */
  readonly attempts?: number;
  /** Origin of the node that the last attempt went to. */
  readonly node?: string;
  /** True: it is certain that nothing of the call reached the Center, or only a request that it refused with a 401. */
  readonly notSent?: boolean;
  readonly cause?: unknown;
}

/** Thrown, or returned as `error`, for every failure that this package can name. */
export class CloudLinkError extends Error {
  override readonly name = 'CloudLinkError';
  readonly code: CloudLinkErrorCode;
  readonly operationId: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly status: number | undefined;
  readonly permissions: readonly string[] | undefined;
  readonly authorities: readonly string[] | undefined;
  readonly attempts: number | undefined;
  readonly node: string | undefined;
  readonly notSent: boolean;
  /** What the Center sent: parsed JSON, or text. Tokens in it are replaced. */
  declare readonly body: unknown;

  constructor(code: CloudLinkErrorCode, message: string, details: CloudLinkErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.operationId = details.operationId;
    this.method = details.method;
    this.path = details.path;
    this.status = details.status;
    this.permissions = details.permissions;
    this.authorities = details.authorities;
    this.attempts = details.attempts;
    this.node = details.node;
    this.notSent = details.notSent ?? false;
    // Not enumerable, so that logging the error stays short.
    Object.defineProperty(this, 'body', { value: details.body, enumerable: false });
  }

  /** What a log needs, without bodies. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, operationId, method, path, status, permissions } = this;
    const { authorities, attempts, node, notSent } = this;
    return {
      name,
      code,
      message,
      operationId,
      method,
      path,
      status,
      permissions,
      authorities,
      attempts,
      node,
      notSent,
    };
  }
}

/** The same error with more about its call. */
export function withDetails(error: CloudLinkError, details: CloudLinkErrorDetails): CloudLinkError {
  const known: Record<string, unknown> = { body: error.body, cause: error.cause };
  for (const [name, value] of Object.entries(error)) if (value !== undefined) known[name] = value;
  const { authorities } = details;
  const having = authorities ? ` The caller is known as ${authorities.join(', ') || 'nobody'}.` : '';
  const full = new CloudLinkError(error.code, error.message + having, { ...known, ...details });
  if (error.stack !== undefined) full.stack = error.stack;
  return full;
}

/** Tells a {@link CloudLinkError} from other errors, also one of another copy of this package or of another realm. */
export function isCloudLinkError(error: unknown): error is CloudLinkError {
  return isErrorLike(error) && error.name === 'CloudLinkError' && typeof error.code === 'string';
}
