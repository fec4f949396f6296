/**
 * The emulated Center in a process of its own: its command, as built.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { startProgram } from './start-program.ts';

export interface EmulatorProcess extends AsyncDisposable {
  readonly url: string;
  /** Path of the PEM of its authority. */
  readonly caFile: string;
}

// By its path for the reason in emulator.ts.
const CLI = fileURLToPath(new URL('../../emulator/dist/cli.js', import.meta.url));

/** @param options - Of the command. */
export async function startEmulatorProcess(...options: string[]): Promise<EmulatorProcess> {
  const { lines, stop } = await startProgram(process.execPath, [CLI, ...options], /Ctrl\+C/);
  const factOf = (name: string): string =>
    lines.map((line) => /^(\w+)\s+(\S+)$/.exec(line)).find((match) => match?.[1] === name)?.[2] ?? '';
  return {
    url: factOf('address'),
    caFile: factOf('CA'),
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
