/**
 * Runs a program to its end beside the test, which keeps answering its requests meanwhile, and tells what it
 * printed.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  /** Exit code; null after a signal. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string | URL | undefined;
  /** Added to the environment of the test. An undefined value removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The whole environment, in place of that of the test. */
  readonly cleanEnv?: boolean;
  /** Text for its standard input; without it there is none. */
  readonly stdin?: string | undefined;
  /** Called with the process while it runs. `output` tells what it printed so far. */
  readonly during?: ((child: ChildProcess, output: () => string) => void) | undefined;
}

export async function runProgram(
  program: string,
  words: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended> {
  const { cwd, env = {}, cleanEnv = false, stdin, during } = options;
  const variables = { ...(cleanEnv ? {} : process.env), ...env };
  const child = spawn(program, words, {
    cwd,
    env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)),
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin?.end(stdin);
  during?.(child, () => stdout + stderr);
  // What `close` is told.
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stdout, stderr };
}

/** Node, the one that runs the test. */
export function runNode(words: readonly string[], options?: ProgramOptions): Promise<Ended> {
  return runProgram(process.execPath, words, options);
}
