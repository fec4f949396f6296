/** Comments have one width: that of the code. Part of `npm test`. */
import { expect, test } from 'vitest';
import { wideComments, wrapped } from '../comment-width.ts';

test('no comment is wider than the code', () => {
  expect(wideComments(), 'run "pnpm format"').toEqual([]);
});

test('a comment that is too wide is wrapped together with the lines after it', () => {
  const words = 'one two three four five six seven eight nine ten '.repeat(3).trim();
  const lines = wrapped(['code();', `  // ${words}`, '  // and the rest.', 'more();']);
  expect(lines).toEqual([
    'code();',
    '  // one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two',
    '  // three four five six seven eight nine ten and the rest.',
    'more();',
  ]);
});

test.each(['// oxlint-disable-next-line', '// @ts-expect-error'])('%s stays in one line', (directive) => {
  const line = `${directive} ${'because of a reason '.repeat(6)}`;
  expect(wrapped([line])).toEqual([line]);
});
