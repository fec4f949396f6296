/**
 * What is installed for run time, and under which licence, as `pnpm licenses list` reports it; and the
 * licences that may be there. Part of `node scripts/licences.ts` and `pnpm release:rehearse`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, run } from './commands.ts';

export type Dependency = { name: string; version: string; licence: string; allowed: boolean };

/** The report of pnpm: packages by licence. `paths` has the folder of each version. */
export type LicenceReport = Record<string, { name: string; versions: string[]; paths: string[] }[]>;

/** Permissive licences: they only ask that their text is kept. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Python's licences, permissive too: those of `argparse`, which js-yaml needs.
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);

/**
 * The runtime dependencies of the package in `place.cwd`, without our own packages, which pnpm links or
 * installs.
 */
export async function runtimeDependencies(place: Place): Promise<Dependency[]> {
  const text = await run(['pnpm', 'licenses', 'list', '--prod', '--json'], place);
  return dependenciesOf(JSON.parse(text) as LicenceReport);
}

/**
 * Builds for one system, such as those of a keyring, differ from machine to machine and come with the package
 * that they belong to: they are left out, unless their licence is not allowed.
 */
export function dependenciesOf(report: LicenceReport): Dependency[] {
  return Object.entries(report).flatMap(([licence, packages]) => {
    const allowed = isAllowed(licence);
    return packages
      .filter(({ name }) => !name.startsWith('@cloudlink-center/'))
      .flatMap(({ name, versions, paths }) =>
        versions
          .filter((_, index) => !allowed || !isForOneSystem(paths[index] ?? ''))
          .map((version) => ({ name, version, licence, allowed })),
      );
  });
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

function isForOneSystem(folder: string): boolean {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { os?: string[] };
  return manifest.os !== undefined;
}
