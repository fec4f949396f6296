/**
 * Lists the ten tests and the ten files that took longest in the last run: `pnpm test:slowest [how many]`. It
 * reads the JSON reports of `npm test`, or of `vitest run` in a package.
 *
 * @module
 */
import { relative } from 'node:path';
import { readReports, root } from './steps/test-reports.ts';

type Timed = { readonly name: string; readonly ms: number };

const count = Number(process.argv[2] ?? 10);
if (!Number.isInteger(count) || count < 1) {
  console.error('pnpm test:slowest [how many, 10 by default]');
  process.exit(2);
}
// A package may have a report of its own beside that of all packages: the later result of a file counts.
const latest = new Map(
  readReports()
    .flatMap(({ testResults }) => testResults)
    .toSorted((a, b) => a.startTime - b.startTime)
    .map((result) => [result.name, result]),
);
const results = [...latest.values()];
if (results.length === 0) {
  console.error('There are no reports. Run npm test first, or pnpm exec vitest run in a package.');
  process.exit(1);
}
const tests = results.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ fullName, duration }) => ({
    name: `${relative(root, name)}: ${fullName.trim()}`,
    ms: duration ?? 0,
  })),
);
const files = results.map(({ name, startTime, endTime }) => ({
  name: relative(root, name),
  ms: endTime - startTime,
}));
print(`The slowest of ${String(tests.length)} tests, in seconds`, tests);
print(`The slowest of ${String(files.length)} files, in seconds`, files);

function print(title: string, timed: readonly Timed[]): void {
  console.log(`\n${title}`);
  for (const { name, ms } of timed.toSorted((a, b) => b.ms - a.ms).slice(0, count))
    console.log(`${(ms / 1000).toFixed(1).padStart(8)}  ${name}`);
}
