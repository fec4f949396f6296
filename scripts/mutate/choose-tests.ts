/**
 * Chooses the tests for each mutant: quick ones that run its place, from all files that have some, and as many as fit into its time. Part of `pnpm test:mutants`.
 *
 * @module
 */
import type { Loaded, Measured, Plan } from './work-folder.ts';

/** Milliseconds of tests for one mutant. */
const TIME = 10_000;
/** Tests of one file for one mutant: a table of 300 rows says little more than its first rows. */
const TESTS_A_FILE = 12;

/** All that measuring has found. */
export interface Coverage {
  readonly tests: readonly Measured[];
  readonly files: readonly Loaded[];
}

export function coverageOf(lines: readonly (Measured | Loaded)[]): Coverage {
  return {
    tests: lines.filter((line) => 'test' in line).toSorted((a, b) => a.milliseconds - b.milliseconds),
    files: lines.filter((line) => 'loads' in line),
  };
}

/** The mutants of each test. */
export function chooseTests(mutants: readonly string[], { tests }: Coverage): Plan['mutantsOf'] {
  const mutantsOf: Record<string, string[]> = {};
  for (const mutant of mutants) {
    const perFile = new Map<string, number>();
    let time = 0;
    for (const { test, file, milliseconds, hits } of tests) {
      const known = perFile.get(file) ?? 0;
      if (!(mutant in hits) || known >= TESTS_A_FILE) continue;
      if (time > 0 && time + milliseconds > TIME) break;
      perFile.set(file, known + 1);
      time += milliseconds;
      (mutantsOf[test] ??= []).push(mutant);
    }
  }
  return mutantsOf;
}

/** Files of tests, quickest first. */
export function quickestFirst({ tests, files }: Coverage): string[] {
  const time = new Map(files.map(({ file }) => [file, 0]));
  for (const { file, milliseconds } of tests) time.set(file, (time.get(file) ?? 0) + milliseconds);
  return [...time].toSorted(([, one], [, other]) => one - other).map(([file]) => file);
}

/** The files that run a mutant at all, when they are loaded or in a test. */
export function filesFor(mutant: string, { tests, files }: Coverage): Set<string> {
  const loading = files.filter(({ loads }) => loads.includes(mutant));
  const testing = tests.filter(({ hits }) => mutant in hits);
  return new Set([...loading, ...testing].map(({ file }) => file));
}
