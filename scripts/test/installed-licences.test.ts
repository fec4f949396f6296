/**
 * Which licences may come along, and which packages the page leaves out. Part of `npm test`: `vitest run
 * --root scripts`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dependenciesOf, type LicenceReport } from '../release/installed-licences.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-licences-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One package as pnpm reports it, in a folder with that manifest. */
function installed(name: string, manifest: object = {}): LicenceReport[string][number] {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  return { name, versions: ['1.0.0'], paths: [path] };
}

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND ISC', true],
  ['GPL-3.0-only', false],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT OR ISC) AND GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE', false],
  ['Unknown', false],
])('a dependency under %s may come along: %s', (licence, allowed) => {
  expect(dependenciesOf({ [licence]: [installed('a')] })).toEqual([
    { name: 'a', version: '1.0.0', licence, allowed },
  ]);
});

test('each version of a package is listed', () => {
  const paths = [installed('a').paths[0] ?? '', installed('b').paths[0] ?? ''];
  const found = dependenciesOf({ MIT: [{ name: 'a', versions: ['1.0.0', '2.0.0'], paths }] });
  expect(found.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test('our own packages, and builds for one system, are left out', () => {
  const report = {
    MIT: [
      installed('@cloudlink-center/spec'),
      installed('keyring'),
      installed('keyring-linux', { os: ['linux'] }),
    ],
  };
  expect(dependenciesOf(report).map(({ name }) => name)).toEqual(['keyring']);
});

test('a build for one system under another licence is not overlooked', () => {
  const report = { 'GPL-3.0-only': [installed('keyring-linux', { os: ['linux'] })] };
  expect(dependenciesOf(report)).toMatchObject([{ name: 'keyring-linux', allowed: false }]);
});
