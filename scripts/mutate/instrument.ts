/**
 * Creates the mutants with the instrumenter of Stryker: each source contains all its mutants behind switches,
 * of which one is on at a time.
 *
 * Texts are not mutated: nearly all of them are messages. Part of `pnpm test:mutants`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Logger } from '@stryker-mutator/api/logging';
import type { Mutant, WorkFolder } from './work-folder.ts';
import { writeFile } from './work-folder.ts';

/** @param files - From the root of the repository, which is the current folder. */
export async function instrument(files: readonly string[], folder: WorkFolder): Promise<Mutant[]> {
  const contents = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const result = await new Instrumenter(silent()).instrument(
    [...contents].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: ['StringLiteral'], ignorers: [] },
  );
  for (const { name, content } of result.files) writeFile(folder.source(name), content);
  return result.mutants
    .filter(({ status }) => status === undefined)
    .map(({ id, fileName, location, mutatorName, replacement }) => ({
      id,
      file: fileName,
      line: location.start.line + 1,
      kind: mutatorName,
      original: textAt(contents.get(fileName) ?? '', location),
      replacement: inOneLine(replacement),
    }));
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function textAt(content: string, { start, end }: { start: Place; end: Place }): string {
  const lines = content.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, end.column) ?? '';
  lines[0] = lines[0]?.slice(start.column) ?? '';
  return inOneLine(lines.join('\n'));
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function no(): boolean {
  return false;
}

function nothing(): void {}

function silent(): Logger {
  return {
    isTraceEnabled: no,
    isDebugEnabled: no,
    isInfoEnabled: no,
    isWarnEnabled: no,
    isErrorEnabled: no,
    isFatalEnabled: no,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
  };
}
