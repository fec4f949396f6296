/**
 * A difference between two descriptions, and a list of differences without duplicates.
 *
 * @module
 */

/** The part of a description that differs. `answer` is the success response. */
export type Subject = 'operation' | 'parameter' | 'body' | 'answer' | 'model' | 'property' | 'value';

/** One difference between two descriptions. */
export interface Difference {
  /** Whether the part was added, removed or changed. */
  readonly change: 'added' | 'removed' | 'changed';
  /** The part that differs. */
  readonly subject: Subject;
  /** An operation (`GET /securevm`), or a model of the new description. */
  readonly at: string;
  /** The difference in words, such as `the property name is required`. */
  readonly what: string;
  /** Whether a call that worked, or code that compiled, may fail with the new description. */
  readonly breaking: boolean;
}

/** `in`: callers send the value. `out`: callers receive it. */
export type Direction = 'in' | 'out';

/** Adds a difference at the current place. */
export type Tell = (change: Difference['change'], what: string, breaking: boolean, subject?: Subject) => void;

export interface DifferenceList {
  add(difference: Difference): void;
  /** All differences: breaking ones first, then by place. */
  all(): Difference[];
}

export function createDifferenceList(): DifferenceList {
  const found = new Map<string, Difference>();
  return {
    add(difference) {
      const key = `${difference.change} ${difference.at} ${difference.what}`;
      const known = found.get(key);
      found.set(key, { ...difference, breaking: difference.breaking || known?.breaking === true });
    },
    all() {
      return [...found.values()].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
    },
  };
}

function rank({ breaking, at, what }: Difference): string {
  return `${breaking ? '0' : '1'} ${at} ${what}`;
}
