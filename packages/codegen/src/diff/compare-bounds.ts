/**
 * Compares the bounds of a value that callers send. A tighter bound breaks callers, a looser one does not.
 *
 * @module
 */
import type { FlatSchema } from './flatten.ts';
import type { Tell } from './differences.ts';

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

export function compareBounds(before: FlatSchema, after: FlatSchema, tell: Tell): void {
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  for (const name of [...LOWER, ...UPPER]) {
    const [was, is] = [numberOf(a.get(name)), numberOf(b.get(name))];
    if (was === is) continue;
    const isTighter = is !== undefined && (was === undefined || (LOWER.includes(name) ? is > was : is < was));
    tell('changed', `${name} is ${String(is ?? 'none')} instead of ${String(was ?? 'none')}`, isTighter);
  }
  const [was, is] = [a.get('pattern'), b.get('pattern')];
  if (was !== is) tell('changed', `the pattern is ${typeof is === 'string' ? is : 'none'}`, is !== undefined);
  const isUnique = b.get('uniqueItems') === true;
  if ((a.get('uniqueItems') === true) !== isUnique)
    tell('changed', `items ${isUnique ? 'must' : 'need not'} be unique`, isUnique);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
