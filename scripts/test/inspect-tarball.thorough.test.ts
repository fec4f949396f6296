/**
 * The rehearsal finds faults of a package: each fault is put into a real package without other faults, which
 * is then packed. Part of `pnpm test:thorough`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectTarball } from '../release/inspect-tarball.ts';

const MANIFEST = {
  name: 'sound',
  version: '1.2.3',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  files: ['CHANGELOG.md', 'dist', 'extra'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  publishConfig: { access: 'public' },
};
const FILES: Record<string, string> = {
  'README.md': '# sound\n',
  LICENSE: 'MIT\n',
  'CHANGELOG.md': '# sound\n\n## 1.2.3\n\n- Sound.\n',
  'dist/index.js': 'export {};\n',
  'dist/index.d.ts': 'export {};\n',
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-inspect-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function faultsOf(manifest: object, files: Record<string, string>): Promise<string[]> {
  const all = { ...FILES, ...files, 'package.json': JSON.stringify({ ...MANIFEST, ...manifest }) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // npm, and not pnpm: it leaves protocols as they are.
  execFileSync('npm', ['pack', '--ignore-scripts', '--offline', '--loglevel=error'], { cwd: folder });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  return (await inspectTarball(join(folder, tarball))).faults;
}

test('a sound package has no fault, with examples or without', async () => {
  expect(await faultsOf({}, {})).toEqual([]);
  const files = ['CHANGELOG.md', 'dist', 'examples'];
  expect(await faultsOf({ files }, { 'examples/readme/first-call.ts': '' })).toEqual([]);
});

test.each<[fault: string, manifest: object, files: Record<string, string>, said: string]>([
  ['a source map', {}, { 'dist/index.js.map': '{}' }, 'dist/index.js.map must not be'],
  ['a source', {}, { 'dist/index.ts': '' }, 'dist/index.ts must not be'],
  ['a test', {}, { 'dist/index.test.js': '' }, 'dist/index.test.js must not be'],
  [
    'a test of an example',
    { files: ['CHANGELOG.md', 'dist', 'examples'] },
    { 'examples/a.test.ts': '' },
    'a.test.ts must',
  ],
  ['a file outside of dist', {}, { 'extra/secret.txt': '' }, 'extra/secret.txt must not be'],
  ['an empty licence', {}, { LICENSE: '' }, 'LICENSE is missing or empty'],
  ['a changelog of another version', { version: '2.0.0' }, {}, 'has no section 2.0.0'],
  [
    'a version that nobody set',
    { version: '0.0.0' },
    { 'CHANGELOG.md': '# sound\n\n## 0.0.0\n' },
    'no changeset for a release',
  ],
  ['a protocol of the workspace', { dependencies: { a: 'workspace:^' } }, {}, '"workspace:^"'],
  ['a protocol of the catalog', { devDependencies: { a: 'catalog:' } }, {}, '"catalog:"'],
  ['an export that is not there', { exports: { '.': './dist/gone.js' } }, {}, 'names dist/gone.js'],
  [
    'an import that is not there',
    { imports: { '#a': { node: './dist/gone.js' } } },
    {},
    'names dist/gone.js',
  ],
  ['a script at installation', { scripts: { postinstall: 'true' } }, {}, '"postinstall"'],
  ['side effects', { sideEffects: true }, {}, 'sideEffects'],
  ['no licence', { license: undefined }, {}, 'licence ""'],
  ['no access', { publishConfig: {} }, {}, '"access": "public"'],
])('%s is a fault', async (_fault, manifest, files, said) => {
  const faults = await faultsOf(manifest, files);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(said);
});
