/**
 * `cloudlink-codegen diff`: reads both inputs, compares them, and prints the report.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { compare } from '../diff/compare.ts';
import { changesetOf, exitCodeOf, writeReport } from '../diff/write-report.ts';
import { CodegenError } from '../errors.ts';
import type { Command } from './arguments.ts';
import { readInput } from './input.ts';

/** @returns The exit code. */
export async function runDiff(
  { from, format, changeset, center }: Extract<Command, { name: 'diff' }>,
  say: (line: string) => void,
): Promise<number> {
  // What a live Center was asked goes beside the report, which may be read by a program.
  const before = await readInput(from[0], center, tellAside);
  const after = await readInput(from[1], center, tellAside);
  const differences = compare(before, after);
  say(writeReport(differences, format));
  if (changeset !== undefined && differences.length > 0) write(changeset, changesetOf(differences));
  return exitCodeOf(differences);
}

function tellAside(line: string): void {
  console.error(line);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new CodegenError('usage', `The changeset cannot be written: ${reason}.`, {
      source: path,
      cause: error,
    });
  }
}
