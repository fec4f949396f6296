/**
 * Starts a program that serves until it is told to end, and waits for the line with which it says that it is
 * ready.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface StartedProgram extends AsyncDisposable {
  /** What it printed until it was ready. */
  readonly lines: readonly string[];
  /** Sends SIGTERM; resolves to how it ended. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** @throws Error when it ends before a line fits. */
export async function startProgram(
  program: string,
  words: readonly string[],
  ready: RegExp,
): Promise<StartedProgram> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (ready.test(line)) break;
  }
  if (!ready.test(lines.at(-1) ?? '')) throw new Error(`${program} ended before it was ready.`);
  // It must not stop for a reader that is gone.
  child.stdout.resume();
  const stop: StartedProgram['stop'] = async () => {
    child.kill('SIGTERM');
    // What `close` is told.
    const [code, signal] = (await closed) as [number | null, string | null];
    return { code, signal };
  };
  return {
    lines,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
