/**
 * Checks that a changed report comes with a changeset. If a report differs from the main branch where this
 * branch started, a changeset that was added since then must name the package. Part of `pnpm api-report`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Reported = { packageName: string; report: string };

/** `skipped` says why the check was not possible. */
export type ChangesetCheck = { problems: string[]; skipped?: string };

export function checkChangesets(root: string, packages: readonly Reported[]): ChangesetCheck {
  const base = findBase(root);
  if (base === undefined)
    return { problems: [], skipped: 'There is no git history, so changesets were not checked.' };
  const changesets = git(root, 'diff', '--name-only', '--diff-filter=AMR', base, '--', '.changeset/*.md')
    .split('\n')
    // Untracked files count too.
    .concat(git(root, 'ls-files', '--others', '--exclude-standard', '--', '.changeset/*.md').split('\n'))
    .filter((file) => file !== '' && existsSync(join(root, file)))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  const problems = packages
    .filter(({ report }) => hasChanged(root, base, report))
    .filter(({ packageName }) => !changesets.some((text) => named(text).includes(packageName)))
    .map(
      ({ packageName, report }) =>
        `The public API of ${packageName} has changed since ${base.slice(0, 9)} (git diff ${base.slice(0, 9)} -- ${report}), but no ` +
        `changeset since then names that package. Run \`npx changeset\`, choose ${packageName}, and describe the effect and what callers do.`,
    );
  return { problems };
}

/**
 * The commit of the main branch where this branch started. On the main branch it is HEAD, so only uncommitted
 * changes count.
 */
function findBase(root: string): string | undefined {
  // A copy within another repository is not a checkout of this one.
  const isTop =
    git(root, 'rev-parse', '--show-toplevel') !== '' && git(root, 'rev-parse', '--show-prefix') === '';
  if (!isTop || git(root, 'rev-parse', 'HEAD') === '') return undefined;
  const { baseBranch } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as {
    baseBranch: string;
  };
  for (const branch of [`origin/${baseBranch}`, baseBranch]) {
    const base = git(root, 'merge-base', 'HEAD', branch);
    if (base !== '') return base;
  }
  return git(root, 'rev-parse', 'HEAD');
}

/** A report that is new since the base does not count as changed. */
function hasChanged(root: string, base: string, report: string): boolean {
  if (git(root, 'ls-tree', '--name-only', base, '--', report) === '') return false;
  return git(root, 'diff', '--name-only', base, '--', report) !== '';
}

function named(changeset: string): string[] {
  const [, head = ''] = /^---\n(.*?)^---/ms.exec(changeset) ?? [];
  return [...head.matchAll(/^['"]?([^'":]+)['"]?: *(?:major|minor|patch)/gm)].map(([, name = '']) => name);
}

/** The output of git, or an empty text if git fails or is not installed. */
function git(root: string, ...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
