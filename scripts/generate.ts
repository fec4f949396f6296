/**
 * `pnpm generate`: turns specs/ into packages/spec, in five steps: lint, bundle, types, tables, format.
 *
 * --check      write nothing; fail with a diff where a committed file is stale
 * --lint-only  stop after the lint step
 *
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { generateTypes } from '../packages/spec/generate/types.ts';
import { bundleSpecification } from './generate/bundle.ts';
import { cliTopics } from './generate/cli-topics.ts';
import { callTraits, callTypes, methodTable, namedMethods } from './generate/client-calls.ts';
import { lintSpecification } from './generate/lint.ts';
import { operationTable } from './generate/operation-table.ts';
import { schemaAliases } from './generate/schema-aliases.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: { check: { type: 'boolean', default: false }, 'lint-only': { type: 'boolean', default: false } },
});

const problems = await lintSpecification(root);
if (problems > 0) {
  console.error(
    `\nThe specification has ${problems} problems. Mend them in specs/, then run pnpm generate again.`,
  );
  process.exit(1);
}
if (flags['lint-only']) process.exit(0);

const document = await bundleSpecification(root);
const generated = new Map<string, string>([
  ['packages/spec/openapi.json', JSON.stringify(document)],
  ['packages/spec/src/generated/paths.ts', await generateTypes(document)],
  ['packages/spec/src/generated/schemas.ts', schemaAliases(document)],
  ['packages/spec/src/generated/operations.ts', operationTable(document)],
  ['packages/client/src/generated/inputs.ts', callTypes(document)],
  ['packages/client/src/generated/groups.ts', namedMethods(document)],
  ['packages/client/src/generated/methods.ts', methodTable(document)],
  ['packages/client/src/generated/call-traits.ts', callTraits(document)],
  ...cliTopics(document),
]);

let stale = 0;
for (const [file, text] of generated) {
  const path = join(root, file);
  const options = await resolveConfig(path);
  const wanted = await format(text, { ...options, filepath: path });
  const present = readIfPresent(path);
  if (present === wanted) continue;
  stale += 1;
  if (flags.check) showDiff(path, file, wanted);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    console.log(`wrote ${file}`);
  }
}

if (flags.check && stale > 0) {
  console.error(`\n${stale} generated files are stale. Run npx pnpm generate and commit what it writes.`);
  process.exit(1);
}
console.log(
  stale === 0 ? 'Everything generated is up to date.' : `${stale} of ${generated.size} files changed.`,
);

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function showDiff(path: string, file: string, wanted: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-generate-'));
  const fresh = join(folder, 'fresh');
  writeFileSync(fresh, wanted);
  const diff = spawnSync(
    'diff',
    ['-u', '--label', `committed/${file}`, '--label', `fresh/${file}`, path, fresh],
    {
      encoding: 'utf8',
    },
  );
  console.error(diff.stdout || `${file} is missing.`);
  rmSync(folder, { recursive: true });
}
