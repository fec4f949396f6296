/**
 * The versions of Node that are supported are the same in every package, in the matrix and in the workflows. Part of `npm test`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES } from '../matrix/versions.ts';
import { readManifest } from '../release/commands.ts';
import { publishedFolders } from '../release/pack.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('every published package needs Node 22.19 or later', () => {
  const manifests = publishedFolders(root).map(readManifest);
  expect(manifests.map(({ name, engines }) => [name, engines])).toEqual(
    manifests.map(({ name }) => [name, { node: '>=22.19' }]),
  );
});

test('the matrix has the oldest supported Node, the pinned one and the newest LTS', () => {
  const pinned = /"node": "(24\.[\d.]+)"/.exec(read('package.json'))?.[1];
  expect(NODES).toEqual(['22.19.0', pinned, expect.stringMatching(/^26\./)]);
  expect(read('.github/workflows/ci.yml')).toContain("node: ['22.19.0', '24', '26']");
});

test('the page on runtimes names them', () => {
  const page = read('docs/runtimes.md');
  expect(page).toContain('Node 22.19 and later');
  expect(page).toContain('Node 22.19, 24 and 26');
});
