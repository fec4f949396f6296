/**
 * What a rehearsal demands of the tarballs: right contents, the same bytes from two builds, the same bytes in
 * the registry, and no way to publish anywhere else. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTarball } from './check-tarball.ts';
import type { Context } from './commands.ts';
import { digestsOf, inspectTarball, sha256 } from './inspect-tarball.ts';
import { publishAll, type Tarball } from './pack.ts';
import type { Registry } from './registry.ts';
import { tableOf } from './timeline.ts';

/** @returns The sizes: all in one line, then a table. */
export async function inspectAll(tarballs: Tarball[]): Promise<string> {
  const inspections = await Promise.all(tarballs.map(({ file }) => inspectTarball(file)));
  failOn(inspections.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)));
  const rows = inspections.map(({ name, version, files, packed, unpacked }) => [
    name,
    version,
    `${files} files`,
    `${(packed / 1000).toFixed(1)} kB packed`,
    `${(unpacked / 1000).toFixed(1)} kB unpacked`,
  ]);
  const packed = inspections.reduce((sum, inspection) => sum + inspection.packed, 0);
  const files = inspections.reduce((sum, inspection) => sum + inspection.files, 0);
  return `${files} files, ${(packed / 1000).toFixed(1)} kB packed\n${tableOf(rows)}`;
}

export async function lintAll(tarballs: Tarball[], context: Context): Promise<string> {
  const faults: string[] = [];
  for (const { name, file } of tarballs)
    faults.push(...(await checkTarball(file, context)).map((fault) => `${name}: ${fault}`));
  failOn(faults);
  return 'publint (strict) and attw find nothing';
}

/** Compares two builds from two folders, first file by file, so that a difference has a name. */
export async function compareBuilds(first: Tarball[], second: Tarball[]): Promise<string> {
  const faults: string[] = [];
  let files = 0;
  for (const [index, { name, file }] of first.entries()) {
    const other = second[index]?.file ?? '';
    const [ours, theirs] = await Promise.all([digestsOf(file), digestsOf(other)]);
    for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
      files += 1;
      if (ours.get(path) !== theirs.get(path))
        faults.push(
          `${name}: ${path} differs between two builds. Find the time, order or path that gets into it.`,
        );
    }
    if (sha256(readFileSync(file)) !== sha256(readFileSync(other)))
      faults.push(
        `${name}: the tarballs differ, but perhaps not their files: check the order and times of the files.`,
      );
  }
  failOn(faults);
  return `${files} files and ${first.length} tarballs have the same SHA-256`;
}

/** What the registry hands out is what was inspected. */
export async function comparePublished(tarballs: Tarball[], registry: Registry): Promise<string> {
  const faults: string[] = [];
  for (const { name, version, file } of tarballs) {
    const response = await fetch(`${registry.url}${name}`);
    const { versions = {}, 'dist-tags': tags } = (await response.json()) as {
      versions?: Record<string, { dist: { tarball: string } }>;
      'dist-tags'?: Record<string, string>;
    };
    const address = versions[version]?.dist.tarball;
    if (address === undefined || tags?.['latest'] !== version) {
      faults.push(
        `${name} ${version} is not tagged latest in the registry. Check the output of "changeset publish".`,
      );
      continue;
    }
    const published = new Uint8Array(await (await fetch(address)).arrayBuffer());
    if (sha256(published) !== sha256(readFileSync(file)))
      faults.push(`${name}: "changeset publish" and "pnpm pack" packed different bytes.`);
  }
  failOn(faults);
  return `${tarballs.map(({ name, version }) => `${name.split('/')[1]} ${version}`).join(', ')}: the inspected bytes`;
}

/** Tests the guard against publishing elsewhere, with an address where no server listens. */
export async function refuseOtherRegistry(
  copy: string,
  registry: Registry,
  signal: AbortSignal,
): Promise<string> {
  const npmrc = join(copy, '.npmrc');
  writeFileSync(npmrc, '@cloudlink-center:registry=http://127.0.0.1:9/\n');
  try {
    await publishAll(copy, registry, signal);
  } catch (error) {
    if (error instanceof Error && error.message.includes('Nothing was published')) {
      return 'an .npmrc that names another registry stops it';
    }
    throw error;
  } finally {
    rmSync(npmrc);
  }
  throw new Error(
    'Publishing continued although an .npmrc named another registry. Fix assertPublishesOnlyTo in pack.ts.',
  );
}

export function failOn(faults: string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
