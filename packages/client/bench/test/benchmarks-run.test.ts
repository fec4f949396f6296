/**
 * Runs every benchmark with tiny rounds, without checking times. `pnpm test:benchmarks` runs all of them.
 * `npm test` leaves out those that take long, because other tests check the same things: the types
 * (`type-cost.test.ts`), the generators (`independent-tools.test.ts` of spec), the processes that share a
 * token (`processes.built.test.ts` of auth) and the heap of a call (`allocation.built.test.ts`).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('..', import.meta.url));

const ALL = process.env['ALL_BENCHMARKS'] !== undefined;

test.each([
  ['http', 'badgateway'],
  ['alloc', 'ours'],
  ['start', 'an empty process'],
  ['transfers', 'uploading'],
  ['hostile', 'named call'],
  ['size', 'client/core with implicit'],
])('the benchmark %s runs, prints its table and hands its figures on', runsInShort);

test.runIf(ALL).each([
  ['auth', 'eight cold processes'],
  ['types', 'CloudLink, named'],
  ['generate', 'orval'],
])('the long benchmark %s runs, prints its table and hands its figures on', runsInShort);

test.runIf(ALL)('the soak runs and finds nothing that stays', () => {
  const { status, stdout } = run('--expose-gc', 'soak.ts', '--calls', '200000');
  expect(stdout).toContain('heap in KiB');
  expect(status).toBe(0);
});

function runsInShort(name: string, row: string): void {
  const { status, stdout, stderr } = run('bench.ts', '--only', name, '--quick');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain(row);
  const [, figures = ''] = stdout.split('## All figures');
  expect(figures).toMatch(/(goal|limit) +\| (yes|NO)/);
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: bench, encoding: 'utf8' });
}
