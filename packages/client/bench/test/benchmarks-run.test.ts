/** Runs every benchmark with tiny rounds, without checking times. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('..', import.meta.url));

test.each([
  ['http', 'badgateway'],
  ['alloc', 'ours'],
  ['start', 'an empty process'],
  ['auth', 'eight cold processes'],
  ['types', 'CloudLink, named'],
  ['transfers', 'uploading'],
  ['hostile', 'named call'],
  ['size', 'client/core with implicit'],
  ['generate', 'orval'],
])('the benchmark %s runs, prints its table and hands its figures on', (name, row) => {
  const { status, stdout, stderr } = run('bench.ts', '--only', name, '--quick');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain(row);
  const [, figures = ''] = stdout.split('## All figures');
  expect(figures).toMatch(/(goal|limit) +\| (yes|NO)/);
});

test('the soak runs and finds nothing that stays', () => {
  const { status, stdout } = run('--expose-gc', 'soak.ts', '--calls', '200000');
  expect(stdout).toContain('heap in KiB');
  expect(status).toBe(0);
});

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: bench, encoding: 'utf8' });
}
