/**
 * Packs the packages, and publishes them to a rehearsal registry. Both do what a release does: pnpm replaces
 * `workspace:` and `catalog:`, and puts the licence in. Part of `pnpm release:rehearse`, `pnpm test:matrix`
 * and `node scripts/check-packages.ts`.
 *
 * @module
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pinnedEnvironment, readManifest, repository, run } from './commands.ts';
import type { Registry } from './registry.ts';

export type Tarball = { name: string; version: string; file: string };

const SCOPE = '@cloudlink-center';

/**
 * Packs each published package; they must be built (`pnpm build`).
 *
 * @param folder - The folder for the tarballs. Created if it is missing.
 * @param source - The repository, or a copy of it.
 * @returns The tarballs, as absolute paths.
 */
export async function packAll(
  folder: string,
  source: string = repository,
  signal?: AbortSignal,
): Promise<Tarball[]> {
  const env = await pinnedEnvironment(signal);
  mkdirSync(folder, { recursive: true });
  const tarballs: Tarball[] = [];
  for (const cwd of publishedFolders(source)) {
    const { name, version } = readManifest(cwd);
    const file = resolve(folder, `${name.slice(SCOPE.length + 1)}-${version}.tgz`);
    await run(['pnpm', 'pack', '--out', file], { cwd, env, signal });
    tarballs.push({ name, version, file });
  }
  return tarballs;
}

/** The folders of the packages that are published. */
export function publishedFolders(source: string): string[] {
  return readdirSync(join(source, 'packages'))
    .map((name) => join(source, 'packages', name))
    .filter((folder) => !readManifest(folder).private);
}

/** Publishes the packages that the registry lacks, with the command that a release uses. */
export async function publishAll(source: string, registry: Registry, signal?: AbortSignal): Promise<void> {
  await assertPublishesOnlyTo(registry, source);
  const command = ['pnpm', 'exec', 'changeset', 'publish'];
  await run(command, { cwd: source, env: registry.env, signal });
}

/** Throws unless npm and pnpm would publish only to this registry from each package folder. */
async function assertPublishesOnlyTo(registry: Registry, source: string): Promise<void> {
  if (new URL(registry.url).hostname !== '127.0.0.1') throw new Error(`${registry.url} is not on loopback.`);
  for (const cwd of publishedFolders(source)) {
    const named = Object.keys(readManifest(cwd).publishConfig ?? {}).filter((key) => /registry/i.test(key));
    if (named.length > 0) {
      throw new Error(
        `publishConfig in ${cwd}/package.json has "${named.join()}", which overrides the rehearsal's. Remove it.`,
      );
    }
    for (const key of ['registry', `${SCOPE}:registry`]) {
      for (const program of ['npm', 'pnpm']) {
        const url = (await run([program, 'config', 'get', key], { cwd, env: registry.env })).trim();
        if (url.replace(/\/?$/, '/') === registry.url) continue;
        throw new Error(
          `${program} in ${cwd} would publish to "${url}", as "${key}" says, and not to ${registry.url}. Nothing was published: find the .npmrc or pnpm-workspace.yaml that sets it.`,
        );
      }
    }
  }
}
