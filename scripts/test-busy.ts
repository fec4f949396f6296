/**
 * Runs the tests of every package under load: `pnpm test:busy [runs] [--only client,auth]`, five runs by
 * default. stress-ng keeps all cores busy meanwhile. Prints the failed tests of each run, and fails if a test
 * failed in any run.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attempt, pinnedEnvironment, repository, run } from './release/commands.ts';
import { type Failure, failuresIn, readReports, reportFiles } from './steps/test-reports.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** Where the tests of a suite are. */
const SUITES: Readonly<Record<string, string>> = {
  scripts: 'scripts/test/',
  spec: 'packages/spec/test/',
  auth: 'packages/auth/test/',
  client: 'packages/client/test/',
  web: 'packages/client/examples/web/test/',
  bench: 'packages/client/bench/test/',
  emulator: 'packages/emulator/test/',
  codegen: 'packages/codegen/test/',
  cli: 'packages/cli/test/',
  docs: 'packages/docs/',
};

const { runs, suites } = readArguments();
ensureSystemPackages();
ensureSystemPackages(['stress-ng']);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => stop.abort(new Error(`Ended by ${signal}.`)));
const context = { env: await pinnedEnvironment(stop.signal), signal: stop.signal };
await run(['pnpm', 'exec', 'turbo', 'run', 'build'], { ...context, cwd: repository });

const failedIn = new Map<string, number[]>();
const endLoad = startLoad();
try {
  for (let count = 1; count <= runs; count += 1) {
    for (const { test, why } of await runTests(count)) {
      console.log(`\n${test}\n${why}\n`);
      failedIn.set(test, [...(failedIn.get(test) ?? []), count]);
    }
  }
  printSummary();
} catch (error) {
  if (!stop.signal.aborted) throw error;
  console.error(String(stop.signal.reason));
  process.exitCode = 1;
} finally {
  endLoad();
}

/** Keeps every core busy. The load also ends if this process is killed. */
function startLoad(): () => void {
  const command = ['--pdeathsig', 'TERM', 'stress-ng', '--cpu', '0', '--timeout', '0', '--quiet'];
  const load = spawn('setpriv', command, { stdio: ['ignore', 'ignore', 'inherit'] });
  load.once('exit', endedEarly);
  return () => {
    load.off('exit', endedEarly);
    load.kill('SIGTERM');
  };
}

function endedEarly(code: number | null): void {
  stop.abort(new Error(`stress-ng ended early with ${String(code)}, so there was no load.`));
}

/** As `npm test` does, all suites in one run: see vitest.config.ts. */
async function runTests(count: number): Promise<readonly Failure[]> {
  for (const file of reportFiles()) rmSync(file, { force: true });
  const began = performance.now();
  const paths = suites.map((suite) => SUITES[suite] ?? '');
  const { status, stdout, stderr } = await attempt(['vitest', 'run', ...paths], {
    ...context,
    cwd: repository,
  });
  const failures = status === 0 ? [] : failuresOf(stdout + stderr);
  const tests = readReports().reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const outcome = failures.length === 0 ? 'passed' : 'FAILED';
  console.log(
    `Run ${String(count)} of ${String(runs)} ${outcome}: ${String(tests)} tests passed, ${String(failures.length)} failed, in ${seconds} s.`,
  );
  return failures;
}

/** Failed tests by name, or the end of the output if no test failed (an error outside of tests, a crash). */
function failuresOf(output: string): readonly Failure[] {
  const failures = failuresIn(readReports());
  if (failures.length > 0) return failures;
  return [{ test: 'Something outside of the tests', why: output.split('\n').slice(-60).join('\n') }];
}

function printSummary(): void {
  const tests = [...failedIn].map(([test, when]) => `  ${test} (in run ${when.join(', ')})`);
  const failedRuns = new Set([...failedIn.values()].flat()).size;
  console.log(
    `\n${String(runs - failedRuns)} of ${String(runs)} runs under load passed: ${suites.join(', ')}.`,
  );
  if (tests.length === 0) return;
  console.error(`Failed:\n${tests.join('\n')}`);
  process.exitCode = 1;
}

function readArguments(): { runs: number; suites: readonly string[] } {
  const options = { only: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [text = '5', ...more] = positionals;
  const names = values.only?.split(',') ?? Object.keys(SUITES);
  const unknown = names.filter((name) => !(name in SUITES));
  if (more.length > 0 || !/^[1-9]\d*$/.test(text) || unknown.length > 0) {
    console.error(`pnpm test:busy [runs] [--only suites]. Suites: ${Object.keys(SUITES).join(', ')}.`);
    process.exit(2);
  }
  return { runs: Number(text), suites: names };
}
