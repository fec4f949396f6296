/**
 * Writes the public API of each published package to a file for reviews: `packages/<name>/api-report.md`.
 *
 * `pnpm api-report` writes the reports from the built declarations. With `--check`, which `npm test` runs, it
 * fails when one is stale, or has changed without a changeset (api-report/changesets.ts).
 *
 * API Extractor does the reading, but its own report is no use here: it repeats the generated types of 290
 * operations, and takes 49 s where this takes a few. The generated types are named with a hash instead
 * (api-report/generated.ts).
 *
 * @module
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkChangesets } from './api-report/changesets.ts';
import { type Entry, extractAll } from './api-report/extract.ts';
import { generatedFiles, passedOn } from './api-report/generated.ts';
import { writeReport } from './api-report/write-report.ts';

type Manifest = { name: string; private?: boolean; exports: Record<string, string | { types?: string }> };

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const packages = readdirSync(join(root, 'packages'))
  .map((name) => ({ folder: join(root, 'packages', name), report: `packages/${name}/api-report.md` }))
  .filter(({ folder }) => existsSync(join(folder, 'package.json')))
  .map((place) => ({ ...place, manifest: manifestOf(place.folder) }))
  .filter(({ manifest }) => manifest.private !== true)
  // A package that is only a command exports nothing to report.
  .filter(({ folder, manifest }) => entriesOf(folder, manifest).length > 0);

const problems: string[] = [];
for (const { report, text } of makeReports()) {
  const before = existsSync(join(root, report)) ? readFileSync(join(root, report), 'utf8') : '';
  if (before === text) continue;
  if (check) problems.push(staleness(report, before, text));
  else {
    writeFileSync(join(root, report), text);
    console.log(`${report} is written`);
  }
}
if (check && problems.length === 0) {
  const reported = packages.map(({ manifest, report }) => ({ packageName: manifest.name, report }));
  const changesets = checkChangesets(root, reported);
  problems.push(...changesets.problems);
  if (changesets.skipped !== undefined) console.log(changesets.skipped);
}
for (const problem of problems) console.error(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);

function makeReports(): { report: string; text: string }[] {
  const entries = packages.flatMap(({ folder, manifest }) => {
    const generated = generatedFiles(folder);
    return entriesOf(folder, manifest).map((entry) => ({
      entry,
      passedOn: passedOn(entry.declarations, generated),
    }));
  });
  const written = entries.filter((api) => api.passedOn === undefined).map(({ entry }) => entry);
  const scratch = mkdtempSync(join(tmpdir(), 'cloudlink-api-'));
  try {
    const extracted = extractAll(written, scratch);
    const apis = entries.map(({ entry, passedOn: names = [] }) => ({
      entry,
      declarations: extracted.get(entry) ?? [],
      passedOn: names,
    }));
    return packages.map(({ folder, manifest, report }) => {
      const own = apis.filter(({ entry }) => entry.folder === folder);
      return { report, text: writeReport(manifest.name, own, generatedFiles(folder)) };
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function entriesOf(folder: string, { name, exports }: Manifest): Entry[] {
  return Object.entries(exports).flatMap(([path, target]) => {
    const types = typeof target === 'string' ? undefined : target.types;
    if (types === undefined) return [];
    const declarations = join(folder, types);
    if (!existsSync(declarations)) {
      console.error(`${declarations} is missing: run \`pnpm build\` first.`);
      process.exit(1);
    }
    return [{ specifier: name + path.slice(1), folder, declarations }];
  });
}

function staleness(report: string, before: string, after: string): string {
  const old = new Set(before.split('\n'));
  const now = new Set(after.split('\n'));
  const changes = [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
  const shown = changes.slice(0, 20).join('\n');
  return (
    `${report} is out of date:\n${shown}${changes.length > 20 ? '\n...' : ''}\n` +
    'Run `pnpm api-report` and commit the report. The public API has changed, so add a changeset first: `npx changeset`.'
  );
}
