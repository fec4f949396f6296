/**
 * The folder with which the command and its Vitest processes communicate: mutated sources, the plan, and a
 * log of the attempts. Part of `pnpm test:mutants`.
 *
 * @module
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Area } from './areas.ts';

/** A mutant as it is reported. */
export interface Mutant {
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly original: string;
  readonly replacement: string;
}

/** What one test runs when nothing is mutated. */
export interface Measured {
  readonly test: string;
  readonly file: string;
  readonly milliseconds: number;
  readonly hasFailed: boolean;
  /** How often it runs the place of each mutant. */
  readonly hits: Readonly<Record<string, number>>;
}

/** Mutants that a file of tests runs outside of its tests, when modules are loaded and servers started. */
export interface Loaded {
  readonly file: string;
  readonly loads: readonly string[];
}

/** What happened to a mutant, or to a test that cannot be repeated. */
export type Event =
  | { readonly began: string; readonly by: string }
  | { readonly caught: string; readonly by: string; readonly isTimeout?: boolean }
  | { readonly suspect: string }
  | { readonly givenUp: string; readonly after: string | undefined };

export interface Plan {
  readonly area: Area;
  /**
   * How Vitest runs: to measure, to repeat each test with each of its mutants, or with one mutant from the
   * start.
   */
  readonly mode: 'measure' | 'repeat' | 'whole';
  /** In mode `repeat`: the mutants of each test. */
  readonly mutantsOf: Readonly<Record<string, readonly string[]>>;
  readonly measured: Readonly<Record<string, Measured>>;
  /** Files of tests, quickest first. */
  readonly order: readonly string[];
}

/** Lines of JSON. */
export type Lines = 'measured' | 'events';

export interface WorkFolder {
  readonly path: string;
  readonly source: (file: string) => string;
  readonly append: (name: Lines, value: Measured | Loaded | Event) => void;
  readonly read: <T>(name: Lines) => T[];
  plan: Plan;
}

export function workFolder(path: string): WorkFolder {
  mkdirSync(path, { recursive: true });
  const fileOf = (name: Lines): string => join(path, `${name}.jsonl`);
  const planFile = join(path, 'plan.json');
  return {
    path,
    source: (file) => join(path, 'sources', file),
    append: (name, value) => appendFileSync(fileOf(name), `${JSON.stringify(value)}\n`),
    read<T>(name: Lines) {
      if (!existsSync(fileOf(name))) return [];
      const lines = readFileSync(fileOf(name), 'utf8').split('\n');
      // Written by `append`; a process that was ended leaves half a line at most.
      return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as T);
    },
    get plan() {
      // Written below.
      return JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
    },
    set plan(value) {
      writeFileSync(planFile, JSON.stringify(value));
    },
  };
}

/** Writes a file, with the folders above it. */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
