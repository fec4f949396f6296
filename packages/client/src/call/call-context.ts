/**
 * What the parts of a call hand to each other.
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

/** What all calls of a client share. */
export interface CallContext {
  readonly nodes: Nodes;
  readonly hooks: Hooks;
  /** The caller's, which sees every call. */
  readonly middleware: readonly Middleware[];
  readonly budget: RetryBudget;
  readonly timeout: number | Timeouts | undefined;
  /** Repetitions at the most. */
  readonly retry: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** In place of the client's own, where it was made from others. */
  readonly tables: ApiTables | undefined;
}

/** A call before its types are known: the generated interfaces say what callers may pass and get. */
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

/** One call, however often it is sent. */
export interface Call {
  readonly number: number;
  readonly method: HttpMethod;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly init: UntypedInit;
}
export type Result = CallResult<unknown>;
/** How an attempt ended: an error by itself when no answer came. */
export type Outcome = Result | CloudLinkError;

export function eventOf({ number, method, path, operationId }: Call, attempt: number, node: Node): CallEvent {
  const event = { call: number, method, path, attempt, node: node.origin };
  return operationId === undefined ? event : { ...event, operationId };
}
