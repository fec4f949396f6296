/**
 * The versions of Node are the same in the matrix, in the workflows and on the page about runtimes;
 * first-minute.test.ts has the packages and READMEs. Part of `npm test`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES } from '../matrix/versions.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('the matrix has the oldest supported Node, the pinned one and the newest LTS', () => {
  const pinned = /"node": "(24\.[\d.]+)"/.exec(read('package.json'))?.[1];
  expect(NODES).toEqual(['22.19.0', pinned, expect.stringMatching(/^26\./)]);
  expect(read('.github/workflows/ci.yml')).toContain("node: ['22.19.0', '24', '26']");
});

test('the page on runtimes names them', () => {
  const page = read('docs/runtimes.md');
  expect(page).toContain('Node 22.19, 24 and 26');
});
