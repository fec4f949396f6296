/**
 * What joining a description with ours tells.
 *
 * @module
 */

export type ChangeKind = 'new' | 'gone' | 'changed';

/** One way in which a Center differs from what this SDK knows. */
export interface Change {
  readonly kind: ChangeKind;
  /** An operation id, or a model. */
  readonly at: string;
  readonly what: string;
}

export type TellChange = (kind: ChangeKind, at: string, what: string) => void;
