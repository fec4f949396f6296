/**
 * The data that the parts of a call pass to each other.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import type { CallEvent, Hooks } from '../hooks/hooks.ts';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { RetryBudget } from '../resilience/retry-budget.ts';
import type { Timeouts } from '../resilience/time-limits.ts';
import type { ApiTables } from './api-tables.ts';
import type { CallOptions, CallResult } from './call-options.ts';
import type { Node, Nodes } from './node.ts';

/** The data that all calls of a client share. */
export interface CallContext {
  readonly nodes: Nodes;
  readonly hooks: Hooks;
  /** The caller's middleware, which sees every call. */
  readonly middleware: readonly Middleware[];
  readonly budget: RetryBudget;
  readonly timeout: number | Timeouts | undefined;
  /** Maximum number of retries. */
  readonly retry: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Replace the client's own tables, if given. */
  readonly tables: ApiTables | undefined;
}

/** The untyped input of a call. The generated interfaces give callers the types. */
export type UntypedInit = CallOptions & {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown> };
  body?: unknown;
};
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';
export type UntypedCall = (
  method: HttpMethod,
  path: string,
  init?: UntypedInit,
  operationId?: string,
) => Promise<CallResult<unknown>>;

/** One call with all its attempts. */
export interface Call {
  readonly number: number;
  readonly method: HttpMethod;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly init: UntypedInit;
}
export type Result = CallResult<unknown>;
/** How an attempt ended. A plain error means that there was no response. */
export type Outcome = Result | CloudLinkError;
export type FailedOutcome = Extract<Result, { readonly error: CloudLinkError }> | CloudLinkError;

export function eventOf({ number, method, path, operationId }: Call, attempt: number, node: Node): CallEvent {
  const event = { call: number, method, path, attempt, node: node.origin };
  return operationId === undefined ? event : { ...event, operationId };
}
