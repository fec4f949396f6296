/**
 * All suites in one run, for `npm test`: one pool of workers takes the files of every package, so that no
 * core waits while another has work. `pnpm exec vitest run` in a package runs that package alone.
 *
 * @module
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { shared, workers } from './vitest.shared.ts';

// vitest.shared.ts reads it for each package: the step `type checks` of `npm test` compiles the type tests.
process.env['TYPES_ARE_CHECKED'] = '1';

/** Browsers, compilers and child processes take longest, so what has them starts first. Vitest wants a class. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- It is Vitest's method, and not that of an array.
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Beside what is built, the suites of these folders run compilers and generators, and these files wait. */
const SLOW = /\.built\.test\.ts$|\/(bench|spec|docs|scripts|web)\/test\/|\/(cluster|keyv-store)\.test\.ts$/;

function rank({ moduleId }: TestSpecification): number {
  return SLOW.test(moduleId) ? 0 : 1;
}

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      '!packages/testing',
      'packages/client/bench',
      'packages/client/examples/web',
      'scripts',
    ],
    reporters: shared.test?.reporters ?? [],
    maxWorkers: workers,
    sequence: { sequencer: SlowestFirst },
  },
});
