/**
 * The README of each published package is short, and has no link that breaks on the registry's page. Part of
 * `npm test`.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../release/commands.ts';
import { publishedFolders } from '../release/pack.ts';

const READMES = publishedFolders(repository).map((folder) => ({
  name: basename(folder),
  text: readFileSync(join(folder, 'README.md'), 'utf8'),
}));

test.each(READMES)('the README of $name has fewer than 150 lines', ({ text }) => {
  expect(text.split('\n').length).toBeLessThan(150);
});

test.each(READMES)(
  'the README of $name links to absolute addresses and its own headings only',
  ({ text }) => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !/^(?:https:|#)/.test(target))).toEqual([]);
  },
);
