/**
 * Runs the packed command, or a shell that has it, as a child process, with nothing of this process's environment but the path to
 * Node.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Emulator, type EmulatorOptions, startEmulator } from '@cloudlink-center/emulator';
import { inject } from 'vitest';
import { temporaryHome } from './harness.ts';

export type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string };
export type ChildOptions = {
  env?: Record<string, string | undefined>;
  stdin?: string;
  cwd?: string;
  /** Called with the process while it runs. */
  during?: (child: ChildProcess, output: () => string) => void;
};

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

export async function runChild(
  program: string,
  words: readonly string[],
  options: ChildOptions,
): Promise<Ended> {
  const { env = {}, stdin, cwd, during } = options;
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const child = spawn(program, words, {
    cwd,
    env: present,
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin?.end(stdin);
  during?.(child, () => stdout + stderr);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stdout, stderr };
}
