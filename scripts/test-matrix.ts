/**
 * Tests the packed packages on runtimes, compilers and bundlers: `pnpm test:matrix`, or only some parts with
 * `--only node,compilers`. Prints a table, and fails if a cell fails.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { type Cell, type Part, PARTS, runCells, tableOf } from './matrix/cells.ts';
import { bundlerCells } from './matrix/bundlers.ts';
import { chromiumCells } from './matrix/chromium.ts';
import { commandLineCells } from './matrix/command-line.ts';
import { compilerCells } from './matrix/compilers.ts';
import { type Consumer, makeConsumer } from './matrix/consumer.ts';
import { quickStartCells } from './matrix/quick-starts.ts';
import { runtimeCells } from './matrix/runtimes.ts';
import { testRunnerCells } from './matrix/test-runners.ts';
import { workerdCells } from './matrix/workerd.ts';
import { pinnedEnvironment, repository, run } from './release/commands.ts';
import { ensureSystemPackages } from './system-packages.ts';

const wanted = readParts();
if (wanted.has('chromium') || wanted.has('bundlers')) ensureSystemPackages(['chromium']);
if (wanted.has('node') || wanted.has('bun') || wanted.has('deno')) ensureSystemPackages(['tinyproxy']);
const began = performance.now();
console.log('Building, packing, and installing the tarballs, runtimes, compilers and bundlers ...');
await run(['pnpm', 'exec', 'turbo', 'run', 'build'], { cwd: repository, env: await pinnedEnvironment() });
using consumer = await makeConsumer();
console.log(`Installed in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);

const results = await runCells((await cellsOf(consumer)).filter(({ part }) => wanted.has(part)));
const failures = results.filter(({ passed }) => !passed);
console.log(`\n${tableOf(results)}\n`);
console.log(
  `${String(results.length - failures.length)} cells passed, ${String(failures.length)} failed, in ${String(Math.round((performance.now() - began) / 1000))} s.`,
);
if (failures.length > 0) {
  const parts = new Set(failures.map(({ cell }) => cell.part));
  console.error(`Run only the failed parts: pnpm test:matrix --only ${[...parts].join(',')}`);
  process.exitCode = 1;
}

async function cellsOf(where: Consumer): Promise<Cell[]> {
  return [
    ...runtimeCells(where),
    ...quickStartCells(where),
    ...commandLineCells(where),
    ...workerdCells(where),
    ...(await chromiumCells(where)),
    ...compilerCells(where),
    ...bundlerCells(where),
    ...testRunnerCells(where),
  ];
}

function readParts(): ReadonlySet<Part> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = values.only?.split(',') ?? [...PARTS];
  const parts = PARTS.filter((part) => names.includes(part));
  const unknown = names.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) {
    console.error(`There is no part "${unknown.join(', ')}". Parts: ${PARTS.join(', ')}.`);
    process.exit(2);
  }
  return new Set(parts);
}
