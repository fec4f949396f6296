/**
 * Files that only this user can read, replaced atomically.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from './command-error.ts';

/** The JSON of a file; undefined if there is no file. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError('other', `${file} cannot be read: ${codeOf(error)}.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandError('other', `${file} is not JSON. Repair it, or remove it and sign in again.`);
  }
}

/** Writes a file of mode 0600 in a folder of mode 0700. */
export function writeJson(file: string, value: unknown): void {
  const scratch = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(scratch, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw new CommandError('other', `${file} cannot be written: ${codeOf(error)}.`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
