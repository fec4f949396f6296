/**
 * Writes docs/licences.md: what each published package brings along, and under which licence. Fails on a licence that is not on the
 * list of scripts/release/licence-tree.ts.
 *
 *   node scripts/licences.ts           writes the page
 *   node scripts/licences.ts --check   fails when the page is not what it would write
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as prettier from 'prettier';
import { readManifest, repository } from './release/commands.ts';
import { type Dependency, runtimeDependencies } from './release/licence-tree.ts';
import { publishedFolders } from './release/pack.ts';

const page = join(repository, 'docs/licences.md');
const packages = publishedFolders(repository).map((folder) => ({
  name: readManifest(folder).name,
  dependencies: runtimeDependencies(folder),
}));
const refused = packages.flatMap(({ name, dependencies }) =>
  dependencies.filter(({ allowed }) => !allowed).map((dependency) => ({ ...dependency, of: name })),
);
for (const { name, version, licence, of } of refused) {
  console.error(
    `${of} brings ${name} ${version} along, whose licence is "${licence}". Replace it, or add the licence to scripts/release/licence-tree.ts and say why.`,
  );
}

const text = await prettier.format(pageOf(), { ...(await prettier.resolveConfig(page)), filepath: page });
const isCurrent = existsSync(page) && readFileSync(page, 'utf8') === text;
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
} else if (!isCurrent) {
  console.error('docs/licences.md is not what the dependencies say. Run: node scripts/licences.ts');
}
process.exitCode = refused.length > 0 || (process.argv.includes('--check') && !isCurrent) ? 1 : 0;

function pageOf(): string {
  return [
    '<!-- Written by scripts/licences.ts. Do not edit. -->',
    '# Licences',
    'What comes along when a package is installed, from the locked versions. All packages of this project are under the MIT licence.',
    ...packages.map(({ name, dependencies }) => `## ${name}\n\n${tableOf(dependencies)}`),
  ].join('\n\n');
}

function tableOf(dependencies: Dependency[]): string {
  if (dependencies.length === 0) return 'Nothing.';
  const rows = dependencies.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return ['| package | version | licence |', '| --- | --- | --- |', ...rows].join('\n');
}
