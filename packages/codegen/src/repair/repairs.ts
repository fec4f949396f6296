/**
 * The report of a repair.
 *
 * @module
 */

/** One repaired fault of a description. */
export interface Repair {
  /** An operation (`GET /securevm`), a model, or `document`. */
  readonly at: string;
  /** The repair in words, such as `has no id`. */
  readonly what: string;
}

export type Tell = (at: string, what: string) => void;
