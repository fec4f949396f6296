/**
 * Keeps the documents true: their code is compiled and run, and the tests that they name exist.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startEmulatorProcess } from '@cloudlink-center/testing/emulator-process';
import { codeBlocks } from '@cloudlink-center/testing/readme-code';
import { startRedis } from '@cloudlink-center/testing/redis-server';

const root = join(import.meta.dirname, '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const EXAMPLES = readdirSync(join(root, 'examples')).map((name) => read('examples', name).trim());
const BLOCKS = codeBlocks(read('README.md') + read('docs/in-a-browser.md')).map((code) => code.trim());

test('each piece of code in the README is a file of examples/', () => {
  expect(BLOCKS.length).toBeGreaterThan(2);
  for (const block of BLOCKS) expect(EXAMPLES).toContain(block);
});

test('the examples run against an emulated Center', async () => {
  await using center = await startEmulatorProcess();
  await using redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-examples-'));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'processes/run-examples.ts'), center.url, redis.path, folder],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: center.caFile } },
  );
  rmSync(folder, { recursive: true });
  expect(JSON.parse(stdout)).toEqual({
    same: true,
    inRedis: 'signed in',
    refused: 'refused: invalid_client',
  });
});

test('the first client user is made on a Center that has none yet', async () => {
  await using center = await startEmulatorProcess('--state', 'factory');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'processes/make-first-user.ts'), center.url],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: center.caFile } },
  );
  // The new user may list machines, and there is none yet.
  expect(JSON.parse(stdout)).toEqual([]);
});

const NAMED = [...read('docs/threats.md').matchAll(/`([\w-]+\/)*([\w.-]+\.ts)`: “([^”]+)”/g)];

test('the threat table names tests', () => {
  expect(NAMED.length).toBeGreaterThan(15);
});

test.each(NAMED.map(([, folder = '', file = '', title = '']) => ({ path: folder + file, title })))(
  '$path has "$title"',
  ({ path, title }) => {
    const place = path.startsWith('client/')
      ? join('..', 'client', 'test', path.slice(7))
      : join('test', path);
    expect(read(place)).toContain(title);
  },
);
