/**
 * The emulated Center in a process of its own: its command.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface EmulatorProcess extends AsyncDisposable {
  readonly url: string;
  /** Path of the PEM of its authority. */
  readonly caFile: string;
}

const CLI = fileURLToPath(new URL('cli.js', import.meta.resolve('@cloudlink-center/emulator')));

/** @param options - Of the command. */
export async function startEmulatorProcess(...options: string[]): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, [CLI, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const facts = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, name, value] = /^(\w+)\s+(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) facts.set(name, value);
    if (line.includes('Ctrl+C')) break;
  }
  return {
    url: facts.get('address') ?? '',
    caFile: facts.get('CA') ?? '',
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
