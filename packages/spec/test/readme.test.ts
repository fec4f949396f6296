/** The README names operations and runs code: both must stay true. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeBlocks } from '@cloudlink-center/testing/readme-code';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../src/operations.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const blocks = codeBlocks(readme);
let folder: string;

beforeAll(() => {
  // Inside the package, so that its own name resolves.
  folder = mkdtempSync(join(packageFolder, 'readme-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('every operation in the table of tasks exists', () => {
  const table = readme.slice(readme.indexOf('| I want to'), readme.indexOf('Or search the texts'));
  const ids = [...table.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)+)`/g)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThan(40);
  expect(ids.filter((id) => !(id in operations))).toEqual([]);
});

test('the code runs', () => {
  expect(blocks.length).toBe(3);
  const file = join(folder, 'readme.ts');
  writeFileSync(file, blocks.join('\n'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('keystores.list GET /keystores - List keystores');
});
