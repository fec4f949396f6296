/** Runs benchmarks with tiny rounds, without checking times. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const bench = fileURLToPath(new URL('..', import.meta.url));

/** @param row - The name of one that the table must have. */
export function runsInShort(name: string, row: string): void {
  const { status, stdout, stderr } = runBenchmark('bench.ts', '--only', name, '--quick');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain(row);
  const [, figures = ''] = stdout.split('## All figures');
  expect(figures).toMatch(/(goal|limit) +\| (yes|NO)/);
}

export function runBenchmark(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: bench, encoding: 'utf8' });
}
