/**
 * The error class of this package. `failure-answer.ts` builds it when the Center responded, and
 * `failure-no-answer.ts` when it did not.
 *
 * @module
 */

import { isErrorLike } from './outside-error.ts';

/** Why a call failed. Branch on this; messages may change. */
export type CloudLinkErrorCode =
  /** 400 or 422: the Center rejects the request as it is. */
  | 'invalid_request'
  /** 401, even after the token was renewed once. */
  | 'unauthorized'
  /** 403: none of the caller's roles has a permission for the operation. */
  | 'forbidden'
  /** 404: nothing has that name or id. */
  | 'not_found'
  /** 409: the current state does not allow the operation. */
  | 'conflict'
  /** 5xx: the Center, or a proxy in front of it, failed. */
  | 'server_error'
  /** Any other status outside 2xx, including redirects. */
  | 'unexpected_status'
  /** The response is not JSON, or not a file. Often it is the HTML page of a proxy. */
  | 'malformed_response'
  /** The response is larger than `maxResponseBytes`, as sent or decoded. It was not read to its end. */
  | 'response_too_large'
  /** No connection, or it was lost before the response was complete. */
  | 'unreachable'
  /** A time limit was reached. */
  | 'timeout'
  /** The proxy refused to connect to the Center, for example with 403 or 407. Nothing was sent. */
  | 'proxy_refused'
  /** The certificate is not trusted. Nothing was sent. */
  | 'untrusted_certificate'
  /** Signing in failed, so there is no access token. `cause` is the `AuthError`. */
  | 'sign_in_failed'
  /** The client was closed before the call began. Nothing was sent. */
  | 'closed';

/** Details of the failed call. */
export interface CloudLinkErrorDetails {
  /** Operation id, such as `machines.get`. Absent for a path that is not in the specification. */
  readonly operationId?: string;
  /** HTTP method, such as `GET`. */
  readonly method?: string;
  /** Path template, such as `/securevm/{uuid}`. It never contains parameter values. */
  readonly path?: string;
  /** HTTP status. Absent when there was no response. */
  readonly status?: number;
  /** Body of the response: parsed JSON, or text. Tokens in it are masked. Logging the error does not show it. */
  readonly body?: unknown;
  /** For `forbidden`: any one of these permissions is enough. */
  readonly permissions?: readonly string[];
  /**
   * For `forbidden`: the caller's `authorities` as the Center reports them (`sessions.whoami`), when they
   * could be read.
   */
  readonly authorities?: readonly string[];
  /** Number of attempts, including those that failed before anything was sent. */
  readonly attempts?: number;
  /** Origin of the node of the last attempt, such as `https://clc.example.com`. */
  readonly node?: string;
  /**
   * True when the Center certainly did not carry out the call: nothing was sent, or it was rejected with a
   * 401.
   */
  readonly notSent?: boolean;
  /** The error behind this one, such as the `AuthError` of a failed sign-in. */
  readonly cause?: unknown;
}

/**
 * Every failure that this package can name: named methods throw it, path-string calls return it as `error`.
 *
 * @example
 *
 * ```ts
 * import { isCloudLinkError } from '@cloudlink-center/client';
 *
 * try {
 *   await center.vault.get();
 * } catch (error) {
 *   if (!isCloudLinkError(error)) throw error;
 *   console.error(error.code, error.status, error.message);
 * }
 * ```
 */
export class CloudLinkError extends Error {
  /** Always `CloudLinkError`. Tells this error from others, also across copies of the package. */
  override readonly name = 'CloudLinkError';
  /** Why the call failed. Branch on this. */
  readonly code: CloudLinkErrorCode;
  /** Operation id, such as `machines.get`. Absent for a path that is not in the specification. */
  readonly operationId: string | undefined;
  /** HTTP method, such as `GET`. */
  readonly method: string | undefined;
  /** Path template, such as `/securevm/{uuid}`. It never contains parameter values. */
  readonly path: string | undefined;
  /** HTTP status. Absent when there was no response. */
  readonly status: number | undefined;
  /** For `forbidden`: any one of these permissions is enough. */
  readonly permissions: readonly string[] | undefined;
  /** For `forbidden`: the caller's `authorities` as the Center reports them, when they could be read. */
  readonly authorities: readonly string[] | undefined;
  /** Number of attempts, including those that failed before anything was sent. */
  readonly attempts: number | undefined;
  /** Origin of the node of the last attempt, such as `https://clc.example.com`. */
  readonly node: string | undefined;
  /**
   * True when the Center certainly did not carry out the call: nothing was sent, or it was rejected with a
   * 401.
   */
  readonly notSent: boolean;
  /** Body of the response: parsed JSON, or text. Tokens in it are masked. Logging the error does not show it. */
  declare readonly body: unknown;

  /** Applications rarely need this: the client creates the errors. */
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

  /** The fields for a log, without the body. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, ...known } = this;
    return { name, code, message, ...known };
  }
}

/** A copy of the error with more details of its call. */
export function withDetails(error: CloudLinkError, details: CloudLinkErrorDetails): CloudLinkError {
  const known: Record<string, unknown> = { body: error.body, cause: error.cause };
  for (const [name, value] of Object.entries(error)) if (value !== undefined) known[name] = value;
  const { authorities } = details;
  const having = authorities ? ` The caller's authorities: ${authorities.join(', ') || 'none'}.` : '';
  const full = new CloudLinkError(error.code, error.message + having, { ...known, ...details });
  if (error.stack !== undefined) full.stack = error.stack;
  return full;
}

/**
 * Whether a value is a {@link CloudLinkError}. Unlike `instanceof`, it also recognizes errors of another copy
 * of this package or of another realm.
 *
 * @example
 *
 * ```ts
 * import { isCloudLinkError } from '@cloudlink-center/client';
 *
 * const machine = await center.machines.get({ path: { uuid: 'a-uuid' } }).catch((error: unknown) => {
 *   if (isCloudLinkError(error) && error.code === 'not_found') return undefined;
 *   throw error;
 * });
 * console.log(machine?.name);
 * ```
 */
export function isCloudLinkError(error: unknown): error is CloudLinkError {
  return isErrorLike(error) && error.name === 'CloudLinkError' && typeof error.code === 'string';
}
