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

/** Gets a token from the server, or from a store unless it is one of these two values. */
export type Renew = (signal: AbortSignal, current?: string, rejected?: string) => Promise<Grant>;
