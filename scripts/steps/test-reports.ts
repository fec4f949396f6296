/**
 * Reads the JSON reports that Vitest writes: one at the root of the repository after a run of all suites, one
 * in a package after a run of that package alone. Part of `npm test`, `pnpm test:busy` and `pnpm
 * test:slowest`.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The part of Vitest's JSON report that is read here. Times are in milliseconds. */
export type Report = {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: {
    name: string;
    /** Says why a file did not load. */
    message: string;
    startTime: number;
    endTime: number;
    assertionResults: {
      fullName: string;
      status: string;
      duration?: number | null;
      failureMessages: string[];
    }[];
  }[];
};

/** A test that failed, or a file that did not load, and why. */
export type Failure = { readonly test: string; readonly why: string };

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** Where reports may be. */
export function reportFiles(): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const folders = ['.', 'scripts', ...packages, 'packages/client/bench', 'packages/client/examples/web'];
  return folders.map((folder) => join(root, folder, 'test-results.json'));
}

export function readReports(): Report[] {
  return (
    reportFiles()
      .filter((file) => existsSync(file))
      // Vitest writes this shape.
      .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report)
  );
}

export function failuresIn(reports: readonly Report[]): Failure[] {
  return reports
    .flatMap(({ testResults }) => testResults)
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      return [
        ...(message === '' ? [] : [{ test: file, why: message }]),
        ...failed.map((one) => ({ test: `${file}: ${one.fullName}`, why: one.failureMessages.join('\n  ') })),
      ];
    });
}
