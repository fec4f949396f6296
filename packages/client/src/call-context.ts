/**
 * What the parts of a call hand to each other.
 *
 * @module
 */
import type { CallResult, Timeouts } from './call-options.ts';
import type { AskAuthorities } from './errors/caller-authorities.ts';
import type { CloudLinkError } from './errors/cloudlink-error.ts';
import type { CallEvent, Hooks } from './hooks.ts';
import type { Node, Nodes } from './nodes.ts';
import type { HttpMethod, UntypedInit } from './path-calls.ts';
import type { RetryBudget } from './resilience/retry-budget.ts';

/** What all calls of a client share. */
export interface CallContext {
  readonly nodes: Nodes;
  readonly hooks: Hooks;
  readonly budget: RetryBudget;
  readonly timeout: number | Timeouts | undefined;
  /** Repetitions at the most. */
  readonly retry: number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly askAuthorities: AskAuthorities;
}

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
