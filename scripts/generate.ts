/**
 * `pnpm generate`: turns specs/ into packages/spec, in five steps: lint, bundle, types, tables, format.
 *
 * --check write nothing; fail with a diff if a committed file is stale --lint-only stop after the lint step
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../packages/codegen/src/write/targets.ts';
import { writeModules } from '../packages/codegen/src/write/write-modules.ts';
import { bundleSpecification } from './generate/bundle.ts';
import { cliTopics } from './generate/cli-topics.ts';
import { createFormatter } from './generate/formatted.ts';
import { lintSpecification } from './generate/lint.ts';
import { readIfPresent } from './generate/read-if-present.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: { check: { type: 'boolean', default: false }, 'lint-only': { type: 'boolean', default: false } },
});

const problems = await lintSpecification(root);
if (problems > 0) {
  console.error(
    `\nThe specification has ${problems} problems. Fix them in specs/, then run pnpm generate again.`,
  );
  process.exit(1);
}
if (flags['lint-only']) process.exit(0);

const document = await bundleSpecification(root);
const modules = writeModules(document, REPOSITORY);
const generated = new Map<string, string>([
  ['packages/spec/openapi.json', JSON.stringify(document)],
  ...(['paths.ts', 'schemas.ts', 'operations.ts'] as const).map(
    (name) => [`packages/spec/src/generated/${name}`, modules[name]] as const,
  ),
  ...(['inputs.ts', 'groups.ts', 'methods.ts', 'call-traits.ts'] as const).map(
    (name) => [`packages/client/src/generated/${name}`, modules[name]] as const,
  ),
  ...cliTopics(document),
]);

let stale = 0;
const formatter = createFormatter();
for (const [file, text] of generated) {
  const path = join(root, file);
  const wanted = await formatter.changed(file, path, text, readIfPresent(path));
  if (wanted === undefined) continue;
  stale += 1;
  if (flags.check) showDiff(path, file, wanted);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    console.log(`wrote ${file}`);
  }
}

const hasLearned = formatter.remember({ isWritten: !flags.check });
if (flags.check && stale === 0 && hasLearned) {
  stale = 1;
  console.error('scripts/generate/formatted.json does not know how these files were formatted.');
}
if (flags.check && stale > 0) {
  console.error(`\n${stale} generated files are stale. Run pnpm generate and commit what it writes.`);
  process.exit(1);
}
console.log(
  stale === 0 ? 'Everything generated is up to date.' : `${stale} of ${generated.size} files changed.`,
);

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
