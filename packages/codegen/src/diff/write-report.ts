/**
 * Differences as text, Markdown or JSON, and as a changeset of this repository.
 *
 * @module
 */
import type { Difference } from './differences.ts';

export type ReportFormat = 'text' | 'markdown' | 'json';

export function writeReport(differences: readonly Difference[], format: ReportFormat): string {
  if (format === 'json')
    return JSON.stringify({ breaking: differences.filter(isBreaking).length, differences }, undefined, 2);
  if (differences.length === 0) return 'Nothing differs.';
  return format === 'markdown' ? markdown(differences) : text(differences);
}

/** 0: no difference. 1: compatible ones. 2: breaking ones. */
export function exitCodeOf(differences: readonly Difference[]): 0 | 1 | 2 {
  if (differences.length === 0) return 0;
  return differences.some(isBreaking) ? 2 : 1;
}

/** The effect first, then what callers do. While the packages are at 0.x, both kinds are a minor version. */
export function changesetOf(differences: readonly Difference[]): string {
  const breaking = differences.filter(isBreaking);
  const packages = ['spec', 'client'].map((name) => `'@cloudlink-center/${name}': minor`);
  const first = `The API has ${count(differences.length - breaking.length, 'compatible')} and ${count(breaking.length, 'breaking')} changes.`;
  const advice = breaking.length === 0 ? [] : ['', 'Callers have to look at:', '', ...breaking.map(item)];
  const rest = differences.filter((difference) => !isBreaking(difference));
  const news = rest.length === 0 ? [] : ['', 'Without effect on calls that work:', '', ...rest.map(item)];
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
