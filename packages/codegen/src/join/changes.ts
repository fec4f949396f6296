/**
 * The differences that are found while a description is joined with the specification of this SDK.
 *
 * @module
 */

/** `new`: only the Center has it. `gone`: only this SDK has it. `changed`: both have it, with a difference. */
export type ChangeKind = 'new' | 'gone' | 'changed';

/** A difference between a Center and the specification of this SDK. */
export interface Change {
  /** The kind of difference. */
  readonly kind: ChangeKind;
  /** An operation id, or a model. */
  readonly at: string;
  /** The difference in words, such as `has the property firmware`. */
  readonly what: string;
}

export type TellChange = (kind: ChangeKind, at: string, what: string) => void;
