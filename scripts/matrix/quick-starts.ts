/**
 * Cells of `pnpm test:matrix`: the first program of each README, copied as a newcomer copies it, on each Node
 * and without a compiler.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../release/commands.ts';
import { firstProgram } from '../release/readme-programs.ts';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { runtimesOf } from './runtimes.ts';

/** File to README. The root's program is plain JavaScript, the others are TypeScript. */
const PROGRAMS = {
  'start.mjs': 'README.md',
  'client.mts': 'packages/client/README.md',
  'emulator.mts': 'packages/emulator/README.md',
  'spec.mts': 'packages/spec/README.md',
} as const;

export function quickStartCells(consumer: Consumer): Cell[] {
  return runtimesOf(consumer)
    .filter(({ part }) => part === 'node')
    .flatMap(({ part, subject, command }) =>
      Object.entries(PROGRAMS).map(([file, readme]) => ({
        part,
        subject,
        what: `quick start of ${readme}: works as written`,
        run: () => tryQuickStart(consumer, command, file, readme),
      })),
    );
}

async function tryQuickStart(
  consumer: Consumer,
  command: readonly string[],
  file: string,
  readme: string,
): Promise<string> {
  const folder = join(consumer.app, 'quick-starts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), firstProgram(readFileSync(join(repository, readme), 'utf8'), readme));
  await using emulator = await startEmulatorProcess(consumer);
  const { facts, caFile } = emulator;
  writeFileSync(join(folder, 'clc-ca.pem'), readFileSync(caFile));
  const env = {
    ...cleanEnvironment(),
    CLOUDLINK_URL: facts.baseUrl,
    CLOUDLINK_CLIENT_SECRET: facts.clientSecret,
  };
  const printed = await runProgram([...command, file], { cwd: folder, env });
  if (file === 'start.mjs' && !printed.includes('is now /dev/mapper/')) throw new Error(printed);
  if (file === 'client.mts' && !printed.startsWith('db01 connected\n')) throw new Error(printed);
  return printed.split('\n')[0] || 'ends successfully';
}
