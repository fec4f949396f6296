/**
 * What a repair tells.
 *
 * @module
 */

/** One thing that was mended in a description. */
export interface Repair {
  /** An operation (`GET /securevm`), a model, or `document`. */
  readonly at: string;
  readonly what: string;
}

export type Tell = (at: string, what: string) => void;
