/**
 * Copies the repository as a new clone would have it, with what is not committed yet, and makes it ready to
 * be released: a git history of its own, the locked dependencies, the versions that the changesets ask for,
 * and a build. Part of `pnpm release:rehearse` and `node scripts/try-newest-undici.ts`.
 *
 * @module
 */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { type Context, repository, run } from './commands.ts';

/** Copies what git knows and what it does not ignore. */
export async function copyRepository(folder: string, place: Context): Promise<void> {
  const list = ['git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = (await run(list, { ...place, cwd: repository })).split('\0').filter((file) => file !== '');
  for (const file of files) {
    // Deleted and not committed.
    if (!existsSync(join(repository, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(repository, file), join(folder, file), { verbatimSymlinks: true });
  }
  await startHistory(folder, place);
}

/** Installs what the lockfile says, and nothing else. */
export async function installLocked(folder: string, place: Context): Promise<void> {
  const command = ['pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  await run(command, { ...place, cwd: folder, env: { ...place.env, CI: 'true' } });
}

/**
 * Sets the versions and writes the changelogs, as `pnpm changeset version` does. Commits, so that git is
 * clean as in a release.
 */
export async function applyChangesets(folder: string, place: Context): Promise<void> {
  await run(['pnpm', 'exec', 'changeset', 'version'], { ...place, cwd: folder });
  await commit(folder, 'Release', place);
}

/** Builds from the sources: a cache from elsewhere would prove nothing. */
export async function buildAll(folder: string, place: Context): Promise<void> {
  rmSync(join(folder, '.turbo'), { recursive: true, force: true });
  const command = ['pnpm', 'exec', 'turbo', 'run', 'build', '--force', '--output-logs=errors-only'];
  await run(command, { ...place, cwd: folder });
}

export async function commit(folder: string, message: string, place: Context): Promise<void> {
  const here = { ...place, cwd: folder, env: { ...place.env, ...WITHOUT_USER } };
  await run(['git', 'add', '--all'], here);
  await run(['git', 'commit', '--quiet', '--allow-empty', '--message', message], here);
}

/** The user's hooks, signatures and templates have no part in a copy. */
const WITHOUT_USER = {
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
  GIT_COMMITTER_NAME: 'rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
};

async function startHistory(folder: string, place: Context): Promise<void> {
  const here = { ...place, cwd: folder, env: { ...place.env, ...WITHOUT_USER } };
  await run(['git', 'init', '--quiet', '--initial-branch=main', '--template='], here);
  await commit(folder, 'Copy of the repository', place);
}
