/**
 * Runs other programs for the release scripts: waits for them, collects their output, and ends them and their
 * children when the caller's signal is aborted. A failure is an error with the command, its folder and the
 * end of its output. Part of `pnpm release:rehearse`, `pnpm test:matrix` and others.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How programs run. Without `env` they get this process's environment; `signal` ends them. */
export type Context = { env?: NodeJS.ProcessEnv | undefined; signal?: AbortSignal | undefined };
export type Place = Context & { cwd: string };
export type Ended = { status: number | null; stdout: string; stderr: string };

export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

const LAST_WORDS = 4_000;

/** An environment whose `pnpm` is the pinned one, and whose `node` is the one that runs this. */
export async function pinnedEnvironment(signal?: AbortSignal): Promise<NodeJS.ProcessEnv> {
  const { packageManager } = readManifest(repository);
  const place = { cwd: repository, signal };
  const printPath = ['node', '-p', 'process.env.PATH'];
  // The last line: npm may say other things before.
  const path = (
    await run(['npx', '--yes', '--prefer-offline', '--package', packageManager, '--', ...printPath], place)
  ).trim();
  const folders = [dirname(process.execPath), path.split('\n').at(-1) ?? ''];
  const env = {
    ...process.env,
    PATH: folders.join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
  const version = (await run(['pnpm', '--version'], { ...place, env })).trim();
  if (packageManager !== `pnpm@${version}`) {
    throw new Error(`pnpm is ${version}, not ${packageManager}. Run: npx --yes ${packageManager} --version`);
  }
  return env;
}

/** The part of a package.json that the release scripts read. */
export type Manifest = {
  name: string;
  version: string;
  packageManager: string;
  private?: boolean;
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  publishConfig?: Record<string, unknown>;
};

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Runs a program to its end, however it ends. */
export async function attempt([program = '', ...args]: string[], place: Place): Promise<Ended> {
  place.signal?.throwIfAborted();
  // A group of its own, so that ending it also ends what it started: npx, pnpm and turbo have children.
  const child = spawn(program, args, {
    cwd: place.cwd,
    env: place.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const stop = () => endGroup(child.pid);
  place.signal?.addEventListener('abort', stop);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    place.signal?.throwIfAborted();
    return { status, stdout, stderr };
  } finally {
    place.signal?.removeEventListener('abort', stop);
  }
}

/** Runs a program that must succeed, and resolves to what it printed. */
export async function run(command: string[], place: Place): Promise<string> {
  const { status, stdout, stderr } = await attempt(command, place);
  if (status === 0) return stdout;
  const words = `${stdout}\n${stderr}`.trim().slice(-LAST_WORDS);
  throw new Error(`"${command.join(' ')}" ended with ${status} in ${place.cwd}:\n${words}`);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}
