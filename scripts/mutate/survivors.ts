/**
 * Compares the surviving mutants with `survivors.json`, which lists each mutant that no test can catch, with
 * the reason. Part of `pnpm test:mutants`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Tried } from './try-mutants.ts';

/** Mutants of one place without a visible or relevant effect. */
interface KnownSurvivor {
  readonly file: string;
  /** The line of the source, without the spaces around it. */
  readonly line: string;
  /** The changes, as original and replacement. Missing for any mutant of this line. */
  readonly mutants?: readonly string[];
  readonly reason: string;
}

export interface Judged extends Tried {
  readonly reason: string | undefined;
}

export function judge(tried: readonly Tried[]): Judged[] {
  const known = readKnown();
  const lines = new Map<string, string[]>();
  const lineOf = ({ file, line }: Tried): string => {
    const all = lines.get(file) ?? readFileSync(file, 'utf8').split('\n');
    lines.set(file, all);
    return all[line - 1]?.trim() ?? '';
  };
  return tried.map((one) => {
    const text = lineOf(one);
    const entry = known.find(
      ({ file, line, mutants }) =>
        file === one.file && line === text && (mutants === undefined || mutants.includes(changeOf(one))),
    );
    return { ...one, reason: isAlive(one) ? entry?.reason : undefined };
  });
}

export function isAlive({ fate }: Tried): boolean {
  return fate === 'survived' || fate === 'not run';
}

/** How a mutant is named in the list. */
export function changeOf({ original, replacement }: Tried): string {
  return `${cut(original)} -> ${cut(replacement)}`;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function readKnown(): readonly KnownSurvivor[] {
  // Written by hand, beside this file.
  return JSON.parse(
    readFileSync(new URL('survivors.json', import.meta.url), 'utf8'),
  ) as readonly KnownSurvivor[];
}
