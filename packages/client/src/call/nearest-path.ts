/**
 * Finds the path in the specification that is most similar to an unknown one. Loaded with the first failure
 * that needs it.
 *
 * @module
 */
import { operations } from '@cloudlink-center/spec/operations';

/** The largest share of the path's letters in which a suggestion may differ. */
const MOST_DIFFERENT = 1 / 3;

/** Returns for example `GET /securevm`. Among equally near paths it prefers the same method. */
export function nearestPath(method: string, path: string): string | undefined {
  let nearest: string | undefined;
  let least = path.length * MOST_DIFFERENT;
  for (const facts of Object.values(operations)) {
    // Another method counts as half a letter.
    const distance = lettersBetween(path, facts.path) + (facts.method === method ? 0 : 0.5);
    if (distance >= least) continue;
    least = distance;
    nearest = `${facts.method} ${facts.path}`;
  }
  return nearest;
}

/** The Levenshtein distance: the number of letters to insert, delete or replace. */
function lettersBetween(one: string, other: string): number {
  const letters = other.split('');
  let row = [0, ...letters.map((_, at) => at + 1)];
  for (const [index, letter] of one.split('').entries()) {
    const next = [index + 1];
    for (const [at, otherLetter] of letters.entries()) {
      const replaced = (row[at] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
