/**
 * Keeps the README true: its code is that of examples, which run. Those that use the client stand in its
 * package, since nothing here may import that.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { codeBlocks, examplesWith } from '@cloudlink-center/testing/readme-code';

const own = join(import.meta.dirname, '../examples');
const folders = [join(import.meta.dirname, '../../client/examples/emulator'), own];
/** `client-of.ts` is what the others import. */
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name !== 'client-of.ts')
    .map((name) => join(folder, name)),
);
const names = files.map((file) => basename(file));
const examples = files.map((file) => readFileSync(file, 'utf8'));
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const run = promisify(execFile);

const OUTPUT: Readonly<Record<string, RegExp>> = {
  'clock.ts': /^encrypting 50\nencrypted\n$/,
  'fixtures.ts': /^LOCKED\nserver_error\nserver_error\nserver_error\n5\n2 unreachable\n$/,
  'implicit.ts': /^https.* \[ 'http:\/\/localhost:5173' \]\n$/,
  'secrets.ts': /^backup-job\nsign_in_failed\n$/,
  'start.ts': /^db01, app01, app02, legacy01, new01\n.*oauth\/token.*securevm.*\] 1\n$/s,
  'store.ts': /^0\n6\n5\n$/,
  'faults.ts': /^3 2\n$/,
  'node-test.ts': /pass 1\n.*fail 0\n/s,
  'states.ts': /^pending\n$/,
};

test('each piece of code is lines of an example', () => {
  const blocks = codeBlocks(readme);
  expect(blocks.length).toBeGreaterThanOrEqual(7);
  for (const code of blocks) expect(examplesWith(code, examples), code).not.toEqual([]);
});

test('every option stands in the table', () => {
  const source = readFileSync(join(import.meta.dirname, '../src/options.ts'), 'utf8');
  const [, options = ''] = /interface EmulatorOptions \{([^]*?)\n\}/.exec(source) ?? [];
  const wanted = [...options.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name = '']) => name);
  expect(wanted.length).toBeGreaterThan(8);
  expect(wanted.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test('every example is run', () => {
  expect(Object.keys(OUTPUT).toSorted()).toEqual(names.toSorted());
});

test.each(Object.entries(OUTPUT))('%s runs', async (name, output) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-readme-'));
  const file = files.find((one) => basename(one) === name) ?? '';
  const { stdout, stderr } = await run(process.execPath, [file], {
    env: { ...process.env, TMPDIR: folder },
  });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(stdout).toMatch(output);
});
