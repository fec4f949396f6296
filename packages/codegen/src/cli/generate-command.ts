/**
 * `cloudlink-codegen generate`: reads, generates, writes the folder, and tells what was repaired and what differs.
 *
 * @module
 */
import { generate } from '../generate.ts';
import type { Change } from '../join/changes.ts';
import type { CenterOptions } from '../live/center-options.ts';
import { readInput } from './input.ts';
import type { Repair } from '../repair/repairs.ts';
import { readKnowledge } from './knowledge.ts';
import { writeFolder } from './write-folder.ts';

/** How often the same repair is told place by place. */
const FEW = 3;

export async function runGenerate(
  { from, out }: { from: string; out: string },
  center: CenterOptions,
  say: (line: string) => void,
): Promise<void> {
  const description = await readInput(from, center, say);
  const { files, repairs, changes, operations } = generate(description, readKnowledge());
  const written = writeFolder(out, files);
  for (const line of grouped(repairs)) say(`repaired  ${line}`);
  for (const { kind, at, what } of changes) say(`${kind.padEnd(8)}  ${at}: ${what}`);
  say('');
  say(
    `${String(operations)} operations. Against what this SDK knows: ${count(changes, 'new')}, ${count(changes, 'changed')}, ${count(changes, 'gone')}.`,
  );
  say(written.length === 0 ? `${out} is up to date.` : `Wrote ${written.join(', ')} to ${out}.`);
}

/** What was done to many is said once. */
function grouped(repairs: readonly Repair[]): string[] {
  const places = new Map<string, string[]>();
  for (const { at, what } of repairs) places.set(what, [...(places.get(what) ?? []), at]);
  return [...places].flatMap(([what, list]) =>
    list.length > FEW ? [`${String(list.length)} places: ${what}`] : list.map((at) => `${at}: ${what}`),
  );
}

function count(changes: readonly Change[], kind: Change['kind']): string {
  return `${String(changes.filter((change) => change.kind === kind).length)} ${kind}`;
}
