/**
 * Inspects a packed package: its files, its package.json and its size. check-tarball.ts runs publint and
 * attw. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unpack } from '@publint/pack';
import type { Manifest } from './commands.ts';

export type Inspection = {
  name: string;
  version: string;
  packed: number;
  unpacked: number;
  files: number;
  /** What is wrong, a sentence each. */
  faults: string[];
};

/** The part of a package.json that is looked at here. */
type Packed = Manifest & {
  license?: string;
  sideEffects?: unknown;
  files?: string[];
  bin?: unknown;
  exports?: unknown;
  imports?: unknown;
  scripts?: Record<string, string>;
  publishConfig?: Record<string, unknown>;
};

const ALWAYS = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
// What npm would run on the user's machine.
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

/** The contents of a tarball by path, without the leading `package/`. */
export async function readTarball(file: string): Promise<Map<string, Uint8Array>> {
  const { files, rootDir } = await unpack(new Uint8Array(readFileSync(file)));
  return new Map(files.map(({ name, data }) => [name.slice(rootDir.length + 1), data]));
}

/** SHA-256 of each file, by path. */
export async function digestsOf(file: string): Promise<Map<string, string>> {
  return new Map([...(await readTarball(file))].map(([path, data]) => [path, sha256(data)]));
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export async function inspectTarball(file: string): Promise<Inspection> {
  const contents = await readTarball(file);
  const text = Buffer.from(contents.get('package.json') ?? '{}').toString();
  const manifest = JSON.parse(text) as Packed;
  return {
    name: manifest.name,
    version: manifest.version,
    packed: readFileSync(file).length,
    unpacked: [...contents.values()].reduce((sum, { length }) => sum + length, 0),
    files: contents.size,
    faults: [...faultsOfContents(contents, manifest), ...faultsOfManifest(contents, manifest, text)],
  };
}

function faultsOfContents(contents: Map<string, Uint8Array>, { exports }: Packed): string[] {
  const data = targetsOf(exports).filter((path) => path.endsWith('.json'));
  const allowed = new Set([...ALWAYS, ...data]);
  const foreign = [...contents.keys()].filter((path) => !allowed.has(path) && !isCode(path));
  const missing = ALWAYS.filter((path) => (contents.get(path)?.length ?? 0) === 0);
  return [
    ...foreign.map((path) => `${path} must not be in a package: check "files" and the build.`),
    ...missing.map((path) => `${path} is missing or empty: check "files" and the folder.`),
  ];
}

/** What is built, and examples to read. */
function isCode(path: string): boolean {
  if (/^examples\/(?!.*\.test\.)[\w/-]+\.ts$/.test(path)) return true;
  return /^dist\/.*\.(js|d\.ts)$/.test(path) && !/\.(test|test-d)\./.test(path);
}

function faultsOfManifest(contents: Map<string, Uint8Array>, manifest: Packed, text: string): string[] {
  const { name, version, license, sideEffects, scripts = {} } = manifest;
  const faults: string[] = [];
  for (const protocol of text.match(/"(workspace|catalog|link|file|portal):[^"]*"/g) ?? [])
    faults.push(`package.json has ${protocol}: pack with pnpm, which replaces it.`);
  for (const path of [manifest.exports, manifest.imports, manifest.bin].flatMap(targetsOf))
    if (!contents.has(path))
      faults.push(`package.json names ${path}, which is not in the package: build it.`);
  for (const script of INSTALL_SCRIPTS)
    if (script in scripts)
      faults.push(`package.json has the script "${script}": an installation must not run scripts.`);
  if (sideEffects !== false) faults.push('package.json lacks "sideEffects": false, which bundlers need.');
  if (license !== 'MIT') faults.push(`package.json has the licence "${license ?? ''}" instead of MIT.`);
  if (version === '0.0.0') faults.push('The version is 0.0.0: there is no changeset for a release.');
  const changelog = Buffer.from(contents.get('CHANGELOG.md') ?? '').toString();
  if (!changelog.startsWith(`# ${name}\n`) || !changelog.includes(`\n## ${version}\n`))
    faults.push(`CHANGELOG.md has no section ${version}: run "changeset version".`);
  if (manifest.publishConfig?.['access'] !== 'public')
    faults.push('publishConfig lacks "access": "public", without which a scoped package is private.');
  return faults;
}

/** The paths that `exports`, `imports` or `bin` lead to, at any depth, without `./`. */
function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(targetsOf) : [];
}
