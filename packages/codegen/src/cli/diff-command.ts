/**
 * `cloudlink-codegen diff`: reads both inputs, compares them, and prints the report.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { compare } from '../diff/compare.ts';
import { changesetOf, exitCodeOf, writeReport } from '../diff/write-report.ts';
import { CodegenError } from '../errors.ts';
import { withKnowledge } from '../generate.ts';
import type { Description } from '../read/read-description.ts';
import type { Command } from './arguments.ts';
import { readInput, SDK } from './input.ts';
import { readKnowledge } from './knowledge.ts';

/** @returns The exit code. */
export async function runDiff(
  { from, format, changeset, center }: Extract<Command, { name: 'diff' }>,
  say: (line: string) => void,
): Promise<number> {
  // Progress goes to standard error, since a program may read the report.
  const [before, after] = inOneLanguage(
    from,
    await readInput(from[0], center, tellAside),
    await readInput(from[1], center, tellAside),
  );
  const differences = compare(before, after);
  say(writeReport(differences, format));
  if (changeset !== undefined && differences.length > 0) write(changeset, changesetOf(differences));
  return exitCodeOf(differences);
}

/**
 * This SDK knows more than a Center's own description: required properties, known values, names. When an
 * input is compared with the SDK, the same knowledge is added to it, so that only changes of the Center
 * remain.
 */
function inOneLanguage(
  from: readonly [string, string],
  before: Description,
  after: Description,
): readonly [Description, Description] {
  if (from.includes(SDK) && from[0] !== from[1]) {
    return from[0] === SDK ? [before, inOurWords(after)] : [inOurWords(before), after];
  }
  return [before, after];
}

function inOurWords(description: Description): Description {
  const { document } = withKnowledge(description, readKnowledge());
  return { ...description, document: { ...document } };
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
