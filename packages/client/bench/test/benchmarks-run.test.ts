/**
 * Runs the quick benchmarks with tiny rounds, without checking times. The long ones are thorough tests: other
 * tests of `npm test` check the same things. These are the types (`type-cost.test.ts`), the generators
 * (`independent-tools.test.ts` of spec) and the processes that share a token (`processes.built.test.ts` of
 * auth).
 */
import { test } from 'vitest';
import { runsInShort } from './run-in-short.ts';

test.each([
  ['alloc', 'ours'],
  ['start', 'an empty process'],
  ['transfers', 'uploading'],
  ['hostile', 'named call'],
  ['size', 'client/core with implicit'],
])('the benchmark %s runs, prints its table and hands its figures on', runsInShort);
