/**
 * Tests see a changed source line without a build: in a copy of the packages that has no `dist`, the tests of a package pass, and fail
 * when one line of its sources is broken, or one of a package that it imports.
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

type Break = readonly [file: string, line: string, broken: string];
const BREAKS: readonly (readonly [name: string, testFile: string, ...breaks: Break[]])[] = [
  [
    'spec',
    'operations.test.ts',
    ['spec/src/operations.ts', 'export { operations,', 'export { operations as table,'],
  ],
  ['auth', 'internal/center-origin.test.ts', ['auth/src/internal/center-origin.ts', "'https:'", "'ftp:'"]],
  [
    'client',
    'backoff.test.ts',
    ['client/src/resilience/backoff.ts', 'LONGEST_MS = 10_000', 'LONGEST_MS = 9_000'],
    ['auth/src/internal/retry-after.ts', 'Number(text) * 1000', 'Number(text) * 999'],
  ],
  ['emulator', 'fixtures.test.ts', ['emulator/src/fixtures.ts', 'unchecked === true', 'unchecked === false']],
];

describe.each(BREAKS)('in %s', (name, testFile, ...breaks) => {
  test('the tests pass as it is', async () => {
    const { code, stdout, stderr } = await testIn(name, testFile);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests +\d+ passed/);
  });

  test.each(breaks)('a broken line in %s is caught', async (file, line, broken) => {
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
