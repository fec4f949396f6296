/**
 * Cells of test runners: their environments run a test in another realm, or replace globals. Calls work there
 * too, and an untrusted certificate is reported as such. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { TEST_RUNNERS } from './versions.ts';

type Runner = keyof typeof TEST_RUNNERS;

interface Environment {
  readonly runner: Runner;
  readonly what: string;
  readonly args: readonly string[];
  /** Default: `realms.test.js`, which holds what works everywhere else. */
  readonly file?: string;
}

const ENVIRONMENTS: readonly Environment[] = [
  { runner: 'jest', what: 'environment node', args: ['--env=node'] },
  ...['node', 'jsdom'].map((name) => ({
    runner: 'vitest' as const,
    what: `environment ${name}`,
    args: [`--environment=${name}`],
  })),
  { runner: 'vitest', what: 'pool vmThreads', args: ['--pool=vmThreads'] },
  // Its fetch drops TLS options.
  {
    runner: 'vitest',
    what: 'environment happy-dom',
    args: ['--environment=happy-dom'],
    file: 'happy-dom.test.js',
  },
];

export function testRunnerCells(consumer: Consumer): Cell[] {
  return ENVIRONMENTS.map((environment) => ({
    part: 'test-runners',
    subject: `${environment.runner} ${TEST_RUNNERS[environment.runner]}`,
    what:
      environment.file === undefined
        ? `${environment.what}: works, and errors are distinguished`
        : `${environment.what}: refuses its fetch, and works with one of the test's own`,
    run: () => runTests(consumer, environment),
  }));
}

async function runTests(
  consumer: Consumer,
  { runner, args, file = 'realms.test.js' }: Environment,
): Promise<string> {
  const { app, tool } = consumer;
  await using emulator = await startEmulatorProcess(consumer);
  const commands: Readonly<Record<Runner, string[]>> = {
    // Jest runs ES modules only with this flag.
    jest: ['--experimental-vm-modules', tool('jest/bin/jest.js'), `--config=${jestConfig(consumer)}`],
    vitest: [tool('vitest/vitest.mjs'), 'run', '--globals', `--root=${app}`, file],
  };
  await runProgram([process.execPath, ...commands[runner], ...args], {
    cwd: app,
    env: { ...cleanEnvironment(), CLOUDLINK_FACTS: emulator.factsFile },
  });
  return 'all tests passed';
}

function jestConfig({ app }: Consumer): string {
  const file = join(app, 'jest.config.json');
  writeFileSync(file, JSON.stringify({ rootDir: app, testMatch: ['**/realms.test.js'], transform: {} }));
  return file;
}
