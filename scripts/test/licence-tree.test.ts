/**
 * Which licences may come along, and what is found in `node_modules`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runtimeDependencies } from '../release/licence-tree.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-licences-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(path: string, manifest: object): void {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, 'package.json'), JSON.stringify(manifest));
}

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND ISC', true],
  ['GPL-3.0-only', false],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT OR ISC) AND GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE', false],
  [undefined, false],
])('a dependency under %s may come along: %s', (license, allowed) => {
  install('.', { dependencies: { a: '1' } });
  install('node_modules/a', { name: 'a', version: '1.0.0', license });
  expect(runtimeDependencies(folder)).toMatchObject([{ name: 'a', allowed }]);
});

test('dependencies of dependencies come along, and what is missing is an error', () => {
  install('.', { dependencies: { a: '1' }, devDependencies: { c: '1' }, optionalDependencies: { d: '1' } });
  install('node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT', dependencies: { b: '2' } });
  expect(() => runtimeDependencies(folder)).toThrow('needs b, which is not installed');
  install('node_modules/a/node_modules/b', { name: 'b', version: '2.0.0', license: { type: 'ISC' } });
  expect(runtimeDependencies(folder)).toEqual([
    { name: 'a', version: '1.0.0', licence: 'MIT', allowed: true },
    { name: 'b', version: '2.0.0', licence: 'ISC', allowed: true },
  ]);
});
