/**
 * Cells of test runners: their environments run a test in a realm of its own, or replace globals. There, too, a call works, and an
 * untrusted certificate is told as what it is. Part of `pnpm test:matrix`.
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

const ENVIRONMENTS: readonly { readonly runner: Runner; readonly what: string; readonly args: string[] }[] = [
  { runner: 'jest', what: 'environment node', args: ['--env=node'] },
  ...['node', 'jsdom'].map((name) => ({
    runner: 'vitest' as const,
    what: `environment ${name}`,
    args: [`--environment=${name}`],
  })),
  { runner: 'vitest', what: 'pool vmThreads', args: ['--pool=vmThreads'] },
];

export function testRunnerCells(consumer: Consumer): Cell[] {
  return ENVIRONMENTS.map(({ runner, what, args }) => ({
    part: 'test-runners',
    subject: `${runner} ${TEST_RUNNERS[runner]}`,
    what: `${what}: works, and errors are told from each other`,
    run: () => runTests(consumer, runner, args),
  }));
}

async function runTests(consumer: Consumer, runner: Runner, args: readonly string[]): Promise<string> {
  const { app, tool } = consumer;
  await using emulator = await startEmulatorProcess(consumer);
  const commands: Readonly<Record<Runner, string[]>> = {
    // Jest runs ES modules only with this flag.
    jest: ['--experimental-vm-modules', tool('jest/bin/jest.js'), `--config=${jestConfig(consumer)}`],
    vitest: [tool('vitest/vitest.mjs'), 'run', '--globals', `--root=${app}`, 'realms.test.js'],
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
