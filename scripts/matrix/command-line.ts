/**
 * Cells of the command line: the installed `cloudlink` on each Node and on Bun, with its emulator. Part of
 * `pnpm test:matrix`.
 *
 * @module
 */
import { join } from 'node:path';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { runtimesOf } from './runtimes.ts';

const MACHINES = 'db01\napp01\napp02\nlegacy01\nnew01\n';

export function commandLineCells(consumer: Consumer): Cell[] {
  const { app: cwd } = consumer;
  const program = join(cwd, 'node_modules/@cloudlink-center/cli/dist/bin.js');
  // A temporary home, so that no file of the user is read or written.
  const env = {
    ...cleanEnvironment(),
    HOME: join(cwd, 'home'),
    XDG_CONFIG_HOME: '',
    XDG_DATA_HOME: '',
    XDG_CACHE_HOME: '',
  };
  return runtimesOf(consumer)
    .filter(({ part }) => part !== 'deno')
    .map(({ part, subject, command }) => {
      const cloudlink = (...words: string[]): Promise<string> =>
        runProgram([...command, program, ...words], { cwd, env });
      return {
        part,
        subject,
        what: 'cloudlink machines list --emulator: works',
        run: () => tryCommand(cloudlink),
      };
    });
}

async function tryCommand(cloudlink: (...words: string[]) => Promise<string>): Promise<string> {
  const version = (await cloudlink('--version')).trim();
  const help = await cloudlink('machines', 'list', '--help');
  if (!help.includes('Example')) throw new Error(`The help has no example: ${help}`);
  const listed = await cloudlink('machines', 'list', '--emulator', '-o', 'name');
  if (listed !== MACHINES) throw new Error(listed);
  return `version ${version}, five machines`;
}
