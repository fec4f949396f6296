/**
 * Runs a program in the background until it is no longer needed, such as an emulator. Part of `pnpm
 * release:rehearse`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Place } from './commands.ts';

export interface Background extends AsyncDisposable {
  /** Its output until it was ready. */
  readonly words: string;
}

/** @param ready - The text on its standard output after which it is ready. */
export async function startInBackground(
  [program = '', ...args]: string[],
  ready: string,
  { signal, ...place }: Place,
): Promise<Background> {
  const child = spawn(program, args, { ...place, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const end = async () => {
    child.kill('SIGTERM');
    await closed;
  };
  const stop = () => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  void closed.then(() => signal?.removeEventListener('abort', stop));
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      if (words.includes(ready)) resolve();
    });
    child.once('error', reject).once('close', (status) => {
      reject(new Error(`${program} ended with ${status} before it was ready:\n${words}`));
    });
  });
  return { words, [Symbol.asyncDispose]: end };
}
