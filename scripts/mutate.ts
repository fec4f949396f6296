/**
 * `pnpm test:mutants [area ...] [--only part-of-a-file-name] [--tests part-of-a-file-name] [--sample number
 * [--seed text]]`: changes the sources of sign-in and of the client's calls in small ways, one at a time, and
 * lists the changes that no test catches. Fails if less than 90 % are caught, or if one survives without a
 * reason in `mutate/survivors.json`.
 *
 * `--only` and `--tests` choose sources and tests, for example while tests for one file are being written.
 *
 * @module
 */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { AREAS } from './mutate/areas.ts';
import { survivingNamed } from './mutate/named-mutants.ts';
import { changeOf, isAlive, type Judged, judge } from './mutate/survivors.ts';
import { tryMutants } from './mutate/try-mutants.ts';

/** The percentage of mutants that must be caught. */
const ENOUGH = 90;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    tests: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !AREAS.some((area) => area.name === name));
if (unknown.length > 0)
  throw new TypeError(
    `There is no area "${unknown.join(', ')}". The areas are ${AREAS.map(({ name }) => name).join(', ')}.`,
  );
process.chdir(new URL('..', import.meta.url).pathname);
// run-vitest.ts ends its processes when this one exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const sample = readSample();

for (const area of AREAS) {
  if (positionals.length > 0 && !positionals.includes(area.name)) continue;
  const began = performance.now();
  const { only, tests } = values;
  const isWhole = only === undefined && tests === undefined;
  if (isWhole && (await survivingNamed(area)).length > 0) process.exitCode = 1;
  report(judge(await tryMutants(area, { only, tests, sample })));
  console.log(`${area.name} took ${Math.round((performance.now() - began) / 1000)} s.\n`);
}

function readSample(): { size: number; seed: string } | undefined {
  const { sample: size, seed = String(Math.trunc(Math.random() * 2 ** 31)) } = values;
  if (size === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(size)) throw new TypeError('--sample takes a number of mutants.');
  console.log(`A sample of ${size} mutants an area: --sample ${size} --seed ${seed}`);
  return { size: Number(size), seed };
}

function report(all: readonly Judged[]): void {
  for (const one of all.filter((mutant) => isAlive(mutant) && mutant.reason === undefined))
    console.log(`${one.fate}: ${one.file}:${one.line} ${one.kind}: ${changeOf(one)}`);
  const rows = [...Map.groupBy(all, ({ file }) => dirname(file))].map(([folder, some]) =>
    rowOf(folder, some),
  );
  console.table(Object.fromEntries(rows));
  const caught = all.filter((mutant) => !isAlive(mutant)).length;
  const share = (100 * caught) / all.length;
  console.log(`${caught} of ${all.length} mutants are caught: ${share.toFixed(1)} %.`);
  if (share < ENOUGH || all.some((mutant) => isAlive(mutant) && mutant.reason === undefined))
    process.exitCode = 1;
}

function rowOf(folder: string, all: readonly Judged[]): [string, Record<string, number | string>] {
  const count = (is: (mutant: Judged) => boolean): number => all.filter(is).length;
  const caught = count((mutant) => !isAlive(mutant));
  return [
    folder,
    {
      mutants: all.length,
      caught,
      'of these timed out': count(({ fate }) => fate === 'timed out'),
      'survived with a reason': count(({ reason }) => reason !== undefined),
      'survived without one': count((mutant) => isAlive(mutant) && mutant.reason === undefined),
      'caught (%)': ((100 * caught) / all.length).toFixed(1),
    },
  ];
}
