/**
 * Differences as text, Markdown or JSON, and as a changeset of this repository.
 *
 * @module
 */
import type { Difference } from './differences.ts';

/** Format of a report. `json` is `{ "breaking": number, "differences": Difference[] }`. */
export type ReportFormat = 'text' | 'markdown' | 'json';

/**
 * Writes differences as a report.
 *
 * @example
 *
 * ```ts
 * import { type Difference, writeReport } from '@cloudlink-center/codegen';
 *
 * export const toMarkdown = (differences: readonly Difference[]): string =>
 *   writeReport(differences, 'markdown');
 * ```
 *
 * @param differences - The result of `compare`.
 */
export function writeReport(differences: readonly Difference[], format: ReportFormat): string {
  if (format === 'json')
    return JSON.stringify({ breaking: differences.filter(isBreaking).length, differences }, undefined, 2);
  if (differences.length === 0) return 'No differences.';
  return format === 'markdown' ? markdown(differences) : text(differences);
}

/**
 * The exit code for a comparison. 0: no differences. 1: compatible differences. 2: breaking differences.
 *
 * @example
 *
 * ```ts
 * import { compare, exitCodeOf, readDescription } from '@cloudlink-center/codegen';
 *
 * const differences = compare(await readDescription('old.json'), await readDescription('new.json'));
 * console.log(exitCodeOf(differences));
 * ```
 */
export function exitCodeOf(differences: readonly Difference[]): 0 | 1 | 2 {
  if (differences.length === 0) return 0;
  return differences.some(isBreaking) ? 2 : 1;
}

/**
 * Writes a changeset for the repository of this SDK: the effect first, then what callers do. While the
 * packages are at 0.x, breaking and compatible changes are both a minor version.
 *
 * @example
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { changesetOf, compare, readDescription } from '@cloudlink-center/codegen';
 *
 * const differences = compare(await readDescription('old.json'), await readDescription('new.json'));
 * await writeFile('.changeset/newer-api.md', changesetOf(differences));
 * ```
 */
export function changesetOf(differences: readonly Difference[]): string {
  const breaking = differences.filter(isBreaking);
  const packages = ['spec', 'client'].map((name) => `'@cloudlink-center/${name}': minor`);
  const first = `The API has ${count(differences.length - breaking.length, 'compatible')} and ${count(breaking.length, 'breaking')} changes.`;
  const advice = breaking.length === 0 ? [] : ['', 'Callers have to check:', '', ...breaking.map(item)];
  const rest = differences.filter((difference) => !isBreaking(difference));
  const news = rest.length === 0 ? [] : ['', 'Existing calls keep working with:', '', ...rest.map(item)];
  return ['---', ...packages, '---', '', first, ...advice, ...news, ''].join('\n');
}

function isBreaking({ breaking }: Difference): boolean {
  return breaking;
}

function text(differences: readonly Difference[]): string {
  const lines = differences.map(
    ({ breaking, change, at, what }) =>
      `${breaking ? 'breaking  ' : 'compatible'}  ${change.padEnd(7)}  ${at}: ${what}`,
  );
  return [...lines, '', summary(differences)].join('\n');
}

function markdown(differences: readonly Difference[]): string {
  return [
    summary(differences),
    '',
    ...section('Breaking', differences.filter(isBreaking)),
    ...section(
      'Compatible',
      differences.filter((difference) => !isBreaking(difference)),
    ),
  ]
    .join('\n')
    .trimEnd();
}

function section(title: string, list: readonly Difference[]): string[] {
  return list.length === 0 ? [] : [`## ${title}`, '', ...list.map(item), ''];
}

function item({ change, at, what }: Difference): string {
  return `- \`${at.replaceAll('`', "'")}\`: ${what} (${change})`;
}

function summary(differences: readonly Difference[]): string {
  const breaking = differences.filter(isBreaking).length;
  return `${count(breaking, 'breaking')}, ${count(differences.length - breaking, 'compatible')}.`;
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}`;
}
