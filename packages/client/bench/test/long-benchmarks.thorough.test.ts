/** Runs the long benchmarks with tiny rounds, without checking times, and a short soak. */
import { expect, test } from 'vitest';
import { runBenchmark, runsInShort } from './run-in-short.ts';

test.each([
  ['http', 'badgateway'],
  ['auth', 'eight cold processes'],
  ['types', 'CloudLink, named'],
  ['generate', 'orval'],
])('the benchmark %s runs, prints its table and hands its figures on', runsInShort);

test('the soak runs and finds nothing that stays', () => {
  const { status, stdout } = runBenchmark('--expose-gc', 'soak.ts', '--calls', '200000');
  expect(stdout).toContain('heap in KiB');
  expect(status).toBe(0);
});
