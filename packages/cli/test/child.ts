/**
 * Runs the packed command, or a shell that has it, as a child process, with nothing of this process's
 * environment but the path to Node.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Emulator, type EmulatorOptions, startEmulator } from '@cloudlink-center/emulator';
import { type Ended, type ProgramOptions, runProgram } from '@cloudlink-center/testing/run-program';
import { inject } from 'vitest';
import { temporaryHome } from '@cloudlink-center/testing/command-line';

export type { Ended };
export type ChildOptions = Omit<ProgramOptions, 'cleanEnv'>;

/** A home, and perhaps an emulator to which its environment leads. */
export type Place = AsyncDisposable & {
  folder: string;
  env: Record<string, string>;
  emulator: Emulator;
  cloudlink: (words: readonly string[], options?: ChildOptions) => Promise<Ended>;
  shell: (script: string, options?: ChildOptions) => Promise<Ended>;
};

export async function place(options?: EmulatorOptions): Promise<Place> {
  const home = temporaryHome();
  const emulator = await startEmulator(options);
  const ca = join(home.folder, 'ca.pem');
  writeFileSync(ca, emulator.ca);
  mkdirSync(join(home.folder, 'work'));
  const { url, clientId, clientSecret } = emulator;
  const env = {
    ...home.env,
    PATH: [inject('bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    LC_ALL: 'C.UTF-8',
    CLOUDLINK_ADDRESS: url,
    CLOUDLINK_CLIENT_ID: clientId,
    CLOUDLINK_CLIENT_SECRET: clientSecret,
    CLOUDLINK_CA: ca,
  };
  const here = (given: ChildOptions = {}): ChildOptions => ({
    cwd: join(home.folder, 'work'),
    ...given,
    env: { ...env, ...given.env },
  });
  return {
    folder: home.folder,
    env,
    emulator,
    cloudlink: (words, given) => runChild('cloudlink', words, here(given)),
    shell: (script, given) => runChild('bash', ['-c', script], here(given)),
    async [Symbol.asyncDispose]() {
      await emulator.close();
      home[Symbol.dispose]();
    },
  };
}

export function runChild(program: string, words: readonly string[], options: ChildOptions): Promise<Ended> {
  return runProgram(program, words, { ...options, cleanEnv: true });
}
