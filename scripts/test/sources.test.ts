/**
 * Tests see a changed source line without a build: in a copy of the packages that has no `dist`, the tests of
 * a package pass, and fail when one line of its sources is broken, or one of a package that it imports. Part
 * of `npm test`.
 *
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, runNode } from '../../packages/testing/src/run-program.ts';

const root = join(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const PACKAGES = ['spec', 'auth', 'client', 'emulator', 'testing'];
const LEFT_OUT = /\/(node_modules|dist|bench|examples|docs)$/;
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(realpathSync(tmpdir()), 'cloudlink-sources-'));
  for (const name of ['package.json', 'tsconfig.base.json', 'vitest.shared.ts'])
    cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const name of PACKAGES) {
    const folder = join('packages', name);
    cpSync(join(root, folder), join(copy, folder), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source),
    });
    symlinkSync(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'));
  }
});
afterAll(() => rmSync(copy, { recursive: true }));

/** `pnpm exec vitest run` with one file of the package. */
function testIn(name: string, file: string): Promise<Ended> {
  const cwd = join(copy, 'packages', name);
  return runNode([vitest, 'run', '--no-cache', '--no-color', `test/${file}`], { cwd });
}

/** A line of a source, by its path in `packages`, and what it becomes. */
type Break = { readonly file: string; readonly line: string; readonly broken: string };
type Case = { readonly name: string; readonly testFile: string; readonly breaks: readonly Break[] };

const CASES: readonly Case[] = [
  {
    name: 'spec',
    testFile: 'operations.test.ts',
    breaks: [
      {
        file: 'spec/src/operations.ts',
        line: 'export { operations,',
        broken: 'export { operations as table,',
      },
    ],
  },
  {
    name: 'auth',
    testFile: 'internal/center-origin.test.ts',
    breaks: [{ file: 'auth/src/internal/center-origin.ts', line: "'https:'", broken: "'ftp:'" }],
  },
  {
    name: 'client',
    testFile: 'backoff.test.ts',
    breaks: [
      { file: 'client/src/resilience/backoff.ts', line: 'LONGEST_MS = 10_000', broken: 'LONGEST_MS = 9_000' },
      { file: 'auth/src/internal/retry-after.ts', line: 'Number(text) * 1000', broken: 'Number(text) * 999' },
    ],
  },
  {
    name: 'emulator',
    testFile: 'fixtures.test.ts',
    breaks: [{ file: 'emulator/src/fixtures.ts', line: 'unchecked === true', broken: 'unchecked === false' }],
  },
];

describe.each(CASES)('in $name', ({ name, testFile, breaks }) => {
  test('the tests pass as it is', async () => {
    const { code, stdout, stderr } = await testIn(name, testFile);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests +\d+ passed/);
  });

  test.each(breaks)('a broken line in $file is caught', async ({ file, line, broken }) => {
    const path = join(copy, 'packages', file);
    const source = readFileSync(path, 'utf8');
    expect(source.split(line)).toHaveLength(2);
    writeFileSync(path, source.replace(line, broken));
    try {
      const { code, stdout } = await testIn(name, testFile);
      expect(code).toBe(1);
      expect(stdout).toMatch(/Tests +\d+ failed/);
    } finally {
      writeFileSync(path, source);
    }
  });
});
