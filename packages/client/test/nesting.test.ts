/** How deep JSON may be nested. `broken-answers.test.ts` tries it with calls. */
import { expect, test } from 'vitest';
import { isNestedTooDeep } from '../src/call/nesting.ts';

const DEEPEST = 1000;
const lists = (depth: number, inner = ''): string => '['.repeat(depth) + inner + ']'.repeat(depth);
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
/** Long enough, and with just enough brackets at its end, for its nesting to be measured. */
const measured = (text: string): string => `[${'0,'.repeat(DEEPEST)}${text},${lists(63)}]`;

test.each<[string, (depth: number) => string]>([
  ['lists', lists],
  ['objects', objects],
  ['lists and objects', (depth) => lists(depth - 500, objects(500))],
  ['lists that are closed with spaces', (depth) => '['.repeat(depth) + '] \n'.repeat(depth)],
  ['objects that are closed with spaces', (depth) => '{"a":'.repeat(depth) + '1' + ' }'.repeat(depth)],
  ['lists around strings', (depth) => '["]]",'.repeat(depth) + '1' + ']'.repeat(depth)],
  ['lists around quotes', (depth) => '["\\"]\\\\",'.repeat(depth) + '1' + ']'.repeat(depth)],
  ['lists that are one beside another', (depth) => `[${lists(depth - 1)},${lists(depth - 1)}]`],
  ['lists after text', (depth) => `[${'"text",'.repeat(500)}${lists(depth - 1)}]`],
])('%s may be nested a thousand deep, and no deeper', (_, nested) => {
  expect([nested(DEEPEST), nested(DEEPEST + 1)].map(isNestedTooDeep)).toEqual([false, true]);
});

test.each([
  ['lists side by side', '[],'.repeat(DEEPEST + 1)],
  ['objects side by side', '{},'.repeat(DEEPEST + 1)],
  ['opening brackets in a string', `"${'[{'.repeat(DEEPEST)}"`],
  ['opening brackets after a quote in a string', `"\\"${'[{'.repeat(DEEPEST)}"`],
  ['opening brackets in a string that does not end', `"${'[{'.repeat(DEEPEST)}`],
])('%s are not nested', (_, text) => {
  expect(isNestedTooDeep(measured(text))).toBe(false);
});

test.each([
  ['63 closing brackets', '['.repeat(100_000) + ']'.repeat(63), false],
  ['64 closing brackets', '['.repeat(100_000) + ']'.repeat(64), true],
  ['64 closing brackets after others', `${'['.repeat(2 * DEEPEST)}[],1${']'.repeat(64)}`, true],
  ['no closing brackets', '['.repeat(100_000), false],
  ['1,999 letters', '['.repeat(1_999 - 64) + ']'.repeat(64), false],
  ['2,000 letters', '['.repeat(2_000 - 64) + ']'.repeat(64), true],
])('what cannot be JSON is measured only if it looks like nested JSON: %s', (_, text, isTooDeep) => {
  expect(isNestedTooDeep(text)).toBe(isTooDeep);
});
