/**
 * A difference between two descriptions, and the list that gathers them: what is found in two places is one difference.
 *
 * @module
 */

export type Subject = 'operation' | 'parameter' | 'body' | 'answer' | 'model' | 'property' | 'value';

/** One difference. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'changed';
  readonly subject: Subject;
  /** An operation (`GET /securevm`), or a model of the new description. */
  readonly at: string;
  readonly what: string;
  /** Whether a call that worked, or code that compiled, may fail with the new description. */
  readonly breaking: boolean;
}

/** `in`: callers send it. `out`: callers get it. */
export type Direction = 'in' | 'out';

/** Adds a difference at a place that is known. */
export type Tell = (change: Difference['change'], what: string, breaking: boolean, subject?: Subject) => void;

export interface DifferenceList {
  add(difference: Difference): void;
  /** What breaks first, then by place. */
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
