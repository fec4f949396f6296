/**
 * What a grant brings, and the function that gets it: the contract between the grants, the cache and the stores.
 *
 * @module
 */

/** What the server granted. */
export interface Grant {
  /** The access token. */
  readonly value: string;
  /** Milliseconds from the moment of the request; Infinity when the server named no lifetime. */
  readonly lifetime: number;
  /** Whether the server has repeated this token: nothing newer can be had before its end. */
  readonly isLast?: boolean | undefined;
}

/** One renewal, as those who wait for it see it. */
export interface Renewal {
  /** Aborted when all who waited have left before anything was sent. */
  readonly signal: AbortSignal;
  /** Tells that the server is about to be asked: from now on the callers' time counts. */
  readonly onAsking: () => void;
  /** Tells that a secret was sent: the renewal runs to its end, whoever leaves. */
  readonly onSent: () => void;
  /** Value of the token that is in use. */
  readonly current?: string | undefined;
  /** Value of the last token that the server rejected. */
  readonly rejected?: string | undefined;
}

/** Gets a token from the server, or from a store unless it is the current or the rejected one. */
export type Renew = (renewal: Renewal) => Promise<Grant>;
