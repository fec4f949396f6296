/**
 * Chooses the tests for each mutant: those that run its place, the quickest first, from all files that have
 * some. Part of `pnpm test:mutants`.
 *
 * @module
 */
import type { Loaded, Measured, Plan } from './work-folder.ts';

/** Leaves out the files with failing tests, which say nothing about mutants. */
export function withoutFailed({ tests, files }: Coverage): Coverage {
  const failing = new Set(tests.filter(({ hasFailed }) => hasFailed).map(({ file }) => file));
  return {
    tests: tests.filter(({ file }) => !failing.has(file)),
    files: files.filter(({ file }) => !failing.has(file)),
  };
}

/** How many tests to run for one mutant. */
export interface Effort {
  /** Time limit in milliseconds. At least one test runs, however long it takes. */
  readonly time: number;
  /** A table of 300 rows says little more than its first rows. */
  readonly testsPerFile: number;
}

/** Most mutants are caught by a few tests; the others are tried with all that may catch them. */
export const EFFORTS: readonly Effort[] = [
  { time: 2000, testsPerFile: 4 },
  { time: 6000, testsPerFile: 20 },
];

/** The results of measuring. */
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

/**
 * The mutants of each test.
 *
 * @param tried - What was chosen before, and is left out.
 */
export function chooseTests(
  mutants: readonly string[],
  { tests }: Coverage,
  { time, testsPerFile }: Effort,
  tried: Plan['mutantsOf'],
): Plan['mutantsOf'] {
  const mutantsOf: Record<string, string[]> = {};
  for (const mutant of mutants) {
    const perFile = new Map<string, number>();
    let spent = 0;
    for (const { test, file, milliseconds, hits } of tests) {
      const known = perFile.get(file) ?? 0;
      if (!(mutant in hits) || known >= testsPerFile) continue;
      if (spent > 0 && spent + milliseconds > time) break;
      perFile.set(file, known + 1);
      spent += milliseconds;
      if (!tried[test]?.includes(mutant)) (mutantsOf[test] ??= []).push(mutant);
    }
  }
  return mutantsOf;
}

/** Files of tests, quickest first. */
export function quickestFirst(coverage: Coverage): string[] {
  return timesOf(coverage).map(([file]) => file);
}

/** The files that run a mutant at all, when they are loaded or in a test. */
export function filesFor(mutant: string, { tests, files }: Coverage): Set<string> {
  const loading = files.filter(({ loads }) => loads.includes(mutant));
  const testing = tests.filter(({ hits }) => mutant in hits);
  return new Set([...loading, ...testing].map(({ file }) => file));
}

/** How long the files of one mutant may take, in milliseconds. At least one runs. */
const LONGEST = 20_000;

/** Files of tests, and the milliseconds that they take. */
export interface Start {
  readonly files: readonly string[];
  readonly time: number;
}

/**
 * What to run from the start with a mutant, quickest first: the files with a test that could not be repeated.
 * All that run it, if it counts while modules are loaded, or has made a process hang.
 */
export function filesToStart(
  mutant: string,
  coverage: Coverage,
  { untried, wasSuspected }: { untried: ReadonlySet<string>; wasSuspected: boolean },
): Start {
  const { tests, files } = coverage;
  const isLoaded = files.some(({ loads }) => loads.includes(mutant));
  const wanted =
    isLoaded || wasSuspected
      ? filesFor(mutant, coverage)
      : new Set(
          tests.filter(({ test, hits }) => mutant in hits && untried.has(test)).map(({ file }) => file),
        );
  const chosen: string[] = [];
  let spent = 0;
  for (const [file, time] of timesOf(coverage).filter(([name]) => wanted.has(name))) {
    if (spent > 0 && spent + time > LONGEST) break;
    spent += time;
    chosen.push(file);
  }
  return { files: chosen, time: spent };
}

function timesOf({ tests, files }: Coverage): [file: string, milliseconds: number][] {
  const time = new Map(files.map(({ file }) => [file, 0]));
  for (const { file, milliseconds } of tests) time.set(file, (time.get(file) ?? 0) + milliseconds);
  return [...time].toSorted(([, one], [, other]) => one - other);
}
