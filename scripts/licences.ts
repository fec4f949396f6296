/**
 * Writes docs/licences.md: what each published package brings along, and under which licence, as pnpm reports
 * it. Fails on a licence that is not on the list of scripts/release/installed-licences.ts.
 *
 * - `node scripts/licences.ts` writes the page.
 * - `node scripts/licences.ts --check` fails if the page is out of date. It is part of `npm test`.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as prettier from 'prettier';
import { pinnedEnvironment, readManifest, repository } from './release/commands.ts';
import { type Dependency, runtimeDependencies } from './release/installed-licences.ts';
import { publishedFolders } from './release/pack.ts';

const page = join(repository, 'docs/licences.md');
const manifests = publishedFolders(repository).map((folder) => ({ folder, ...readManifest(folder) }));
const env = await pinnedEnvironment();
// pnpm stops at packages of the workspace, so each is asked about once.
const direct = new Map(
  await Promise.all(
    manifests.map(
      async ({ name, folder }) => [name, await runtimeDependencies({ cwd: folder, env })] as const,
    ),
  ),
);
const packages = manifests.map(({ name }) => ({ name, dependencies: allOf(name) }));
const refused = packages.flatMap(({ name, dependencies }) =>
  dependencies.filter(({ allowed }) => !allowed).map((dependency) => ({ ...dependency, of: name })),
);
for (const { name, version, licence, of } of refused) {
  console.error(
    `${of} brings ${name} ${version} along, whose licence is "${licence}". Replace it, or add the licence to scripts/release/installed-licences.ts and say why.`,
  );
}

const text = await prettier.format(pageOf(), { ...(await prettier.resolveConfig(page)), filepath: page });
const isCurrent = existsSync(page) && readFileSync(page, 'utf8') === text;
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
} else if (!isCurrent) {
  console.error('docs/licences.md is out of date. Run: node scripts/licences.ts');
}
process.exitCode = refused.length > 0 || (process.argv.includes('--check') && !isCurrent) ? 1 : 0;

/** Its own dependencies, and those of our packages that it needs, each once. */
function allOf(name: string): Dependency[] {
  const needed = Object.keys(manifests.find((one) => one.name === name)?.dependencies ?? {});
  const all = [...(direct.get(name) ?? []), ...needed.filter((one) => direct.has(one)).flatMap(allOf)];
  return [...new Map(all.map((one) => [`${one.name} ${one.version}`, one])).values()].toSorted(
    (a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version),
  );
}

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
