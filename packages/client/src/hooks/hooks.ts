/**
 * What a client tells about its calls while they run. Events hold no token, no secret, no body and no value of a parameter.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';

/** Which attempt of which call an event is about. */
export interface CallEvent {
  /** Counts the calls of a client, so that events of one call can be put together. */
  readonly call: number;
  /** Operation id, such as `machines.get`; absent in path-string calls. */
  readonly operationId?: string;
  readonly method: string;
  /** Path template, such as `/securevm/{uuid}`. */
  readonly path: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Origin of the node. */
  readonly node: string;
}

/** An attempt has ended: with a status, or with an error when no answer came. */
export interface ResponseEvent extends CallEvent {
  readonly status?: number;
  readonly error?: CloudLinkError;
  /** Milliseconds since the attempt began. */
  readonly duration: number;
}

/** The call is sent again after a pause. */
export interface RetryEvent extends CallEvent {
  readonly error: CloudLinkError;
  /** Milliseconds. */
  readonly pause: number;
}

/** A token was asked for. */
export interface TokenEvent {
  readonly node: string;
  /** HTTP status of the answer; absent when none came. */
  readonly status?: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Calls go to another node from now on. */
export interface NodeChangeEvent {
  readonly from: string;
  readonly to: string;
  /** Why: the error that made the client move on, or nothing when a node that is preferred works again. */
  readonly error?: CloudLinkError;
}

/** Functions that are told what happens. Errors that they throw are ignored. */
export interface Hooks {
  onRequest?(event: CallEvent): void;
  onResponse?(event: ResponseEvent): void;
  onRetry?(event: RetryEvent): void;
  onToken?(event: TokenEvent): void;
  onNodeChange?(event: NodeChangeEvent): void;
}

/** Tells one hook. */
export function tell<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  if (hooks[name] === undefined) return;
  try {
    // The name decides about the event, which the checker does not follow.
    (hooks[name] as ((event: unknown) => void) | undefined)?.call(hooks, event);
  } catch {
    // A hook that fails must not make a call fail.
  }
}
