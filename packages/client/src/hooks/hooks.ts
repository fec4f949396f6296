/**
 * Events that a client reports while its calls run. They contain no token, no secret, no body and no
 * parameter value.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';

/** The attempt that an event belongs to. */
export interface CallEvent {
  /** Number of the call within this client, from 1. All events of one call have the same number. */
  readonly call: number;
  /** Operation id, such as `machines.get`. Absent in path-string calls. */
  readonly operationId?: string;
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Path template, such as `/securevm/{uuid}`. */
  readonly path: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Origin of the node, such as `https://clc.example.com`. */
  readonly node: string;
}

/** An attempt ended with a status, or with an error when there was no response. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status of the response. Absent when there was none. */
  readonly status?: number;
  /** The failure of the attempt, if it failed. */
  readonly error?: CloudLinkError;
  /** Milliseconds since the attempt began. */
  readonly duration: number;
}

/** The call is retried after a pause. */
export interface RetryEvent extends CallEvent {
  /** The failure that is followed by the retry. */
  readonly error: CloudLinkError;
  /** Milliseconds. */
  readonly pause: number;
}

/** A token was requested. */
export interface TokenEvent {
  /** Origin of the node that was asked. */
  readonly node: string;
  /** HTTP status of the response. Absent when there was none. */
  readonly status?: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Calls go to another node from now on. */
export interface NodeChangeEvent {
  /** Origin of the node that calls used before. */
  readonly from: string;
  /** Origin of the node that calls use now. */
  readonly to: string;
  /** The error that made the client leave `from`. Absent when a preferred node works again. */
  readonly error?: CloudLinkError;
}

/** Functions that the client calls when something happens. Errors thrown by hooks are ignored. */
export interface Hooks {
  /** Before each attempt. */
  onRequest?(event: CallEvent): void;
  /** After each attempt, with its status or error. */
  onResponse?(event: ResponseEvent): void;
  /** Before the pause of each retry. */
  onRetry?(event: RetryEvent): void;
  /** After each token request. */
  onToken?(event: TokenEvent): void;
  /** When calls move to another node. */
  onNodeChange?(event: NodeChangeEvent): void;
}

/** Calls one hook. */
export function tell<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  if (hooks[name] === undefined) return;
  try {
    // The name determines the type of the event, which the type checker cannot follow.
    (hooks[name] as ((event: unknown) => void) | undefined)?.call(hooks, event);
  } catch {
    // A failing hook must not make a call fail.
  }
}
