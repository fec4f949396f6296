/** How a changeset reads in CHANGELOG.md. Part of `npm test`: `vitest run --root scripts`. */
import { expect, test } from 'vitest';
import { getDependencyReleaseLine, getReleaseLine } from '../release/changelog.ts';

test('a changeset becomes a list item with all its paragraphs, and nothing else', async () => {
  const summary = 'The effect\nin two lines.\n\nWhat callers do.\n';
  expect(await getReleaseLine({ summary })).toBe('- The effect\n  in two lines.\n\n  What callers do.');
  expect(await getDependencyReleaseLine()).toBe('');
});
