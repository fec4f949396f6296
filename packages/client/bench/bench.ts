/**
 * `pnpm bench [--only http] [--quick]`: runs all benchmarks one after the other, and prints all figures in
 * one table. Exits non-zero when one of them fails, which only figures that are the same on every machine can
 * cause. `--quick` uses tiny rounds, just to see that all run.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, figureTable, gathering } from './figures.ts';

type Benchmark = {
  readonly file: string;
  readonly args?: readonly string[];
  readonly quick: readonly string[];
};

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  http: { file: 'bench-http.ts', quick: ['--rounds', '1', '--milliseconds', '10', '--size', '300 B'] },
  alloc: { file: 'bench-http.ts', args: ['--alloc'], quick: ['--client', 'ours'] },
  start: { file: 'bench-start.ts', quick: ['--rounds', '1'] },
  auth: { file: 'bench-auth.ts', quick: ['--rounds', '1', '--client', 'ours'] },
  types: { file: 'bench-types.ts', quick: ['--rounds', '1', '--calls', '2', '--compiler', 'TypeScript 7'] },
  transfers: { file: 'bench-transfers.ts', quick: ['--mib', '8'] },
  hostile: { file: 'bench-hostile.ts', quick: ['--mib', '16', '--limit', '1048576', '--road', 'named call'] },
  size: { file: 'bench-size.ts', quick: [] },
  generate: { file: 'bench-generate.ts', quick: ['--rounds', '1'] },
};
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(BENCHMARKS) },
    quick: { type: 'boolean', default: false },
  },
});
const unknown = values.only.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0)
  throw new TypeError(`There is no ${unknown.join()}: --only takes ${Object.keys(BENCHMARKS).join(', ')}.`);

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const file = join(folder, 'figures');
const failed: string[] = [];
let figures: Figure[];
try {
  for (const [name, { file: program, args = [], quick }] of Object.entries(BENCHMARKS)) {
    if (!values.only.includes(name)) continue;
    console.log(`\n## ${name}\n`);
    const all = [join(import.meta.dirname, program), ...args, ...(values.quick ? quick : [])];
    const { status } = spawnSync(process.execPath, all, {
      stdio: 'inherit',
      env: { ...process.env, ...gathering(file) },
    });
    if (status !== 0) failed.push(name);
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  // `finish` wrote them.
  figures = lines.map((line) => JSON.parse(line) as Figure);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`\n## All figures\n\n${figureTable(figures)}`);
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
