/**
 * What comes along when somebody installs a package, and under which licence: walks the runtime dependencies in `node_modules`
 * as Node resolves them, without network.
 *
 * @module
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Dependency = { name: string; version: string; licence: string; allowed: boolean };

type Installed = {
  name: string;
  version: string;
  license?: string | { type?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  os?: string[];
};

/** Permissive licences: they ask for no more than that their text is kept. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Both ask for no more than to be kept: those of Python, for `argparse`, which js-yaml brings.
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);

/** All that the package in `folder` needs at run time, sorted by name; our own packages are walked through, and not listed. */
export function runtimeDependencies(folder: string): Dependency[] {
  const found = new Map<string, Dependency>();
  walk(realpathSync(folder), found, new Set());
  return [...found.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version),
  );
}

/** Whether an SPDX expression leaves a choice of which all parts are allowed. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ');
  // Mixed AND and OR need parentheses, which this does not read: none of our dependencies has both.
  if (/\sAND\s/.test(plain) && /\sOR\s/.test(plain)) return false;
  const every = plain.split(/\s+AND\s+/).map((part) => part.trim());
  if (every.length > 1) return every.every((part) => ALLOWED.has(part));
  return plain.split(/\s+OR\s+/).some((part) => ALLOWED.has(part.trim()));
}

function walk(folder: string, found: Map<string, Dependency>, seen: Set<string>): void {
  if (seen.has(folder)) return;
  seen.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = readInstalled(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const place = resolvePackage(name, folder);
    if (place === undefined) {
      // Optional ones are for other systems.
      if (name in optionalDependencies) continue;
      throw new Error(`${folder} needs ${name}, which is not installed. Run: pnpm install`);
    }
    const { version, license, os } = readInstalled(place);
    // Builds for one system come along with the package that they belong to, and differ from machine to
    // machine.
    if (os !== undefined && name in optionalDependencies) continue;
    if (!name.startsWith('@cloudlink-center/')) {
      const licence = (typeof license === 'string' ? license : license?.type) ?? 'none named';
      found.set(`${name}@${version}`, { name, version, licence, allowed: isAllowed(licence) });
    }
    walk(place, found, seen);
  }
}

/** By hand, since a package's `exports` may hide its package.json. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

function readInstalled(folder: string): Installed {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Installed;
}
