/**
 * Runs the steps of `npm start` and `npm test` one after the other, says what it is doing, and on a failure says
 * which step failed and how to run only that step. bootstrap.mjs starts it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nextSteps } from './next-steps.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** `quiet`: its output is shown only when it fails. `explains`: its own last words say what went wrong. */
type Step = { name: string; command: string[]; quiet?: true; explains?: true };

/** The part of Vitest's JSON report that is read here. `message` says why a file did not load. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILD: Step = {
  name: 'build',
  command: ['turbo', 'run', 'build', '--output-logs=errors-only'],
  quiet: true,
};
// package.json names it.
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  packageManager: string;
};
const STEPS: Record<string, Step[]> = {
  start: [
    BUILD,
    {
      name: 'main job',
      command: ['node', 'packages/client/examples/main-job.ts', ...process.argv.slice(3)],
      explains: true,
    },
  ],
  test: [
    BUILD,
    { name: 'formatting', command: ['prettier', '--check', '--cache', '--log-level=warn', '.'] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
    { name: 'generation drift', command: ['node', 'scripts/generate.ts', '--check'] },
    { name: 'type checks', command: ['turbo', 'run', 'check', '--output-logs=errors-only'] },
    { name: 'type check of scripts', command: ['tsc', '-p', 'scripts/tsconfig.json'] },
    { name: 'unused code', command: ['knip'] },
    { name: 'licences', command: ['node', 'scripts/licences.ts', '--check'] },
    { name: 'GitHub files', command: ['node', 'scripts/check-github.ts'] },
    { name: 'API reports', command: ['node', 'scripts/api-report.ts', '--check'] },
    { name: 'package checks', command: ['node', 'scripts/check-packages.ts'] },
    { name: 'tests of scripts', command: ['vitest', 'run', '--root', 'scripts'] },
    {
      name: 'tests',
      command: ['turbo', 'run', 'test', '--output-logs=full', '--concurrency=1', '--continue'],
    },
  ],
};

const task = process.argv[2] ?? '';
const steps = STEPS[task];
if (steps === undefined) {
  console.error(`There is no task "${task}". Tasks: ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}
if (task === 'test') {
  ensureSystemPackages();
  for (const file of resultFiles()) rmSync(file, { force: true });
}

for (const [index, step] of steps.entries()) {
  const began = performance.now();
  console.log(`\n[${index + 1}/${steps.length}] ${step.name}: ${step.command.join(' ')}`);
  const status = run(step);
  if (status !== 0) {
    if (step === steps.at(-1) && task === 'test') printTotals();
    if (!step.explains) {
      const command = `npx ${packageManager} exec ${step.command.join(' ')}`;
      console.error(`\nThe step "${step.name}" failed. Run only this step: ${command}`);
    }
    process.exit(status);
  }
  console.log(`    ${step.name} took ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
if (task === 'start') console.log(nextSteps(packageManager));
if (task === 'test' && !printTotals()) process.exit(1);

function run({ command: [program = '', ...args], quiet }: Step): number {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    stdio: quiet ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
  });
  if (error) throw error;
  if (quiet && status !== 0) console.error(`${stdout}${stderr}`);
  return status ?? 1;
}

/** Vitest leaves one report a package; the last lines of the run are what failed, and their sum. */
function printTotals(): boolean {
  const totals = { passed: 0, failed: 0 };
  for (const file of resultFiles()) {
    const report = readReport(file);
    totals.passed += report?.numPassedTests ?? 0;
    totals.failed += report?.numFailedTests ?? 0;
    // A file that does not even load fails without failing a test.
    if (report !== undefined && !report.success && report.numFailedTests === 0) totals.failed += 1;
    for (const { name, message, assertionResults } of report?.testResults ?? []) {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (message !== '') console.error(`\n${relative(root, name)}\n  ${message}`);
      for (const { fullName, failureMessages } of failed)
        console.error(`\n${relative(root, name)}: ${fullName}\n  ${failureMessages.join('\n  ')}`);
    }
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && totals.passed > 0;
}

function resultFiles(): string[] {
  const packages = [
    ...readdirSync(join(root, 'packages')),
    'client/bench',
    'client/examples/web',
    '../scripts',
  ];
  return packages.map((name) => join(root, 'packages', name, 'test-results.json'));
}

function readReport(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
