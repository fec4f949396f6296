/**
 * Writes generated files into a folder, and leaves its other files unchanged.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodegenError } from '../errors.ts';

/** @returns The names of the changed files. */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(files).flatMap(([name, text]) => {
      const path = join(folder, name);
      if (present(path) === text) return [];
      writeFileSync(path, text);
      return [name];
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be written';
    throw new CodegenError('usage', `The folder cannot be written: ${reason}.`, {
      source: folder,
      cause: error,
    });
  }
}

function present(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
