/**
 * The steps of `npm start` and `npm test`: which ones there are, in what order, and the sum of the tests at
 * the end. bootstrap.mjs starts it, on the pinned Node; run-steps.ts runs the steps.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { nextSteps } from './steps/next-steps.ts';
import { packageManager, runSteps, type Step } from './steps/run-steps.ts';
import { failuresIn, readReports, reportFiles } from './steps/test-reports.ts';
import { ensureSystemPackages } from './system-packages.ts';

const BUILD: Step = {
  name: 'build',
  command: ['turbo', 'run', 'build', '--output-logs=errors-only'],
  quiet: true,
};
/** Those that take longest come first, so that both lanes end together. */
const CHECKS: Step[] = [
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'package checks', command: ['node', 'scripts/check-packages.ts'] },
  { name: 'type checks', command: ['turbo', 'run', 'check', '--output-logs=errors-only'], quiet: true },
  { name: 'formatting', command: ['prettier', '--check', '--cache', '--log-level=warn', '.'] },
  { name: 'API reports', command: ['node', 'scripts/api-report.ts', '--check'] },
  { name: 'generation drift', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'type check of scripts', command: ['tsc', '-p', 'scripts/tsconfig.json'] },
  { name: 'licences', command: ['node', 'scripts/licences.ts', '--check'] },
  { name: 'GitHub files', command: ['node', 'scripts/check-github.ts'] },
];
/** A group of several steps runs two of them at a time. */
const TASKS: Record<string, Step[][]> = {
  start: [
    [BUILD],
    [
      {
        name: 'main job',
        command: ['node', 'packages/client/examples/main-job.ts', ...process.argv.slice(3)],
        explains: true,
      },
    ],
  ],
  // All suites in one run: see vitest.config.ts.
  test: [[BUILD], CHECKS, [{ name: 'tests', command: ['vitest', 'run'] }]],
};

const task = process.argv[2] ?? '';
const groups = TASKS[task];
if (groups === undefined) {
  console.error(`There is no task "${task}". The tasks are ${Object.keys(TASKS).join(', ')}.`);
  process.exit(2);
}
if (task === 'test') {
  ensureSystemPackages();
  for (const file of reportFiles()) rmSync(file, { force: true });
}
const status = await runSteps(groups, () => void printTotals());
if (status !== 0) process.exit(status);
if (task === 'start') console.log(nextSteps(packageManager));
if (task === 'test' && !printTotals()) process.exit(1);

/** The last lines of the run are what failed, and the sum. Says nothing when no tests have run. */
function printTotals(): boolean {
  const totals = { passed: 0, failed: 0 };
  const reports = readReports();
  for (const report of reports) {
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    // A file that does not even load fails without failing a test.
    if (!report.success && report.numFailedTests === 0) totals.failed += 1;
  }
  for (const { test, why } of failuresIn(reports)) console.error(`\n${test}\n  ${why}`);
  if (reports.length > 0) console.log(`\n${String(totals.passed)} passed, ${String(totals.failed)} failed`);
  return totals.failed === 0 && totals.passed > 0;
}
