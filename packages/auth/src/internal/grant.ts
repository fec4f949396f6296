/**
 * A granted token and the function that gets it: the contract between the grants, the cache and the stores.
 *
 * @module
 */

/** A token that the server granted. */
export interface Grant {
  /** The access token. */
  readonly value: string;
  /** Milliseconds from the time of the request; Infinity if the server named no lifetime. */
  readonly lifetime: number;
  /** Whether the server has returned this token twice: there is no newer one before its end. */
  readonly isLast?: boolean | undefined;
}

/** One renewal of the token. */
export interface Renewal {
  /** Aborted if all callers stopped waiting before anything was sent. */
  readonly signal: AbortSignal;
  /** Call it before the request: the callers' time limit starts now. */
  readonly onAsking: () => void;
  /** Call it when the secret is sent: the renewal then continues even if all callers stop waiting. */
  readonly onSent: () => void;
  /** Value of the current token. */
  readonly current?: string | undefined;
  /** Value of the last token that the server rejected. */
  readonly rejected?: string | undefined;
}

/** Gets a token from the server, or from a store if that has another than the current and the rejected one. */
export type Renew = (renewal: Renewal) => Promise<Grant>;
