/**
 * Finds what a path that the specification does not have was probably meant to be. Loaded with the failure that asks for it.
 *
 * @module
 */
import { operations } from '@cloudlink-center/spec/operations';

/** The most letters, of the whole path, in which a suggestion may differ. */
const MOST_DIFFERENT = 1 / 3;

/** Such as `GET /securevm`; of the same method if there is one that is as near. */
export function nearestPath(method: string, path: string): string | undefined {
  let nearest: string | undefined;
  let least = path.length * MOST_DIFFERENT;
  for (const facts of Object.values(operations)) {
    // Half a letter for another method.
    const distance = lettersBetween(path, facts.path) + (facts.method === method ? 0 : 0.5);
    if (distance >= least) continue;
    least = distance;
    nearest = `${facts.method} ${facts.path}`;
  }
  return nearest;
}

/** The Levenshtein distance: how many letters have to be put in, taken out or replaced. */
function lettersBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of one.split('').entries()) {
    const next = [index + 1];
    for (const [at, otherLetter] of other.split('').entries()) {
      const replaced = (row[at] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
