/**
 * `cloudlink-codegen generate`: reads, generates, writes the folder, and reports repairs and differences.
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

/** Up to this number of places, the same repair is listed place by place. */
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
    `${String(operations)} operations. Compared with this SDK: ${count(changes, 'new')}, ${count(changes, 'changed')}, ${count(changes, 'gone')}.`,
  );
  say(written.length === 0 ? `${out} is up to date.` : `Wrote ${written.join(', ')} to ${out}.`);
}

/** Reports the same repair of many places once. */
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
