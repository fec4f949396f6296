/**
 * Changes an export in a copy of the repository, which has a git history of its own, and follows what the
 * check asks for until it passes. Part of `pnpm test:thorough`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
// Two of four, since what takes time is to read the declarations.
const PACKAGES = ['spec', 'auth'];
let parent: string;
let copy: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cloudlink-api-report-'));
  copy = join(parent, 'repository');
  for (const part of ['package.json', 'scripts', '.changeset/config.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const name of PACKAGES) {
    const folder = join(copy, 'packages', name);
    mkdirSync(folder, { recursive: true });
    for (const part of ['package.json', 'dist', 'api-report.md'])
      cpSync(join(root, 'packages', name, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'packages', name, 'node_modules'), join(folder, 'node_modules'));
  }
});
afterEach(() => rmSync(parent, { recursive: true }));

function report(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/api-report.ts', ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function git(...args: string[]): void {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function startHistory(): void {
  writeFileSync(join(copy, '.gitignore'), 'node_modules\ndist\n');
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message=start');
  git('switch', '--create', 'work');
}

function changeAuth(): void {
  appendFileSync(
    join(copy, 'packages/auth/dist/index.d.ts'),
    'export declare function surprise(count: number): void;\n',
  );
}

function writeChangeset(file: string, name: string): void {
  writeFileSync(
    join(copy, '.changeset', file),
    `---\n'@cloudlink-center/${name}': minor\n---\n\nSurprises.\n`,
  );
}

test('a changed export needs the report, then a changeset of that package, and then passes, committed or not', () => {
  startHistory();
  expect(report('--check')).toEqual({ status: 0, stdout: '', stderr: '' });

  changeAuth();
  const stale = report('--check');
  expect(stale.status).toBe(1);
  expect(stale.stderr).toContain('packages/auth/api-report.md is out of date');
  expect(stale.stderr).toContain('+ export function surprise(count: number): void;');
  expect(stale.stderr).toContain('`pnpm api-report`');

  expect(report()).toMatchObject({ status: 0, stdout: 'packages/auth/api-report.md is written\n' });
  const unnamed = report('--check');
  expect(unnamed.status).toBe(1);
  expect(unnamed.stderr).toContain('The public API of @cloudlink-center/auth has changed since');
  expect(unnamed.stderr).toContain('`npx changeset`');
  expect(unnamed.stderr).not.toContain('cloudlink-center/spec');

  writeChangeset('of-another.md', 'spec');
  expect(report('--check').status).toBe(1);
  writeChangeset('surprise.md', 'auth');
  expect(report('--check')).toEqual({ status: 0, stdout: '', stderr: '' });

  git('add', '--all');
  git('commit', '--message=surprise');
  expect(report('--check').status).toBe(0);
});

test('a changeset that the main branch had before does not count', () => {
  writeChangeset('earlier.md', 'auth');
  startHistory();
  changeAuth();
  report();
  git('commit', '--all', '--message=no changeset');
  const { status, stderr } = report('--check');
  expect(stderr).toContain('no changeset since then names that package');
  expect(status).toBe(1);
});

test('without a git history only stale reports are found, and it says so', () => {
  expect(report('--check')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('no git history') as string,
  });
  changeAuth();
  expect(report('--check').status).toBe(1);
  report();
  expect(report('--check').status).toBe(0);

  // A copy within another repository is not a checkout of this one.
  git('init', '--initial-branch=main', parent);
  git('-C', parent, 'commit', '--allow-empty', '--message=theirs');
  expect(report('--check').stdout).toContain('no git history');
});

test('comments, and types that nobody can reach, are no API', () => {
  const file = join(copy, 'packages/auth/dist/token-source.d.ts');
  writeFileSync(
    file,
    `/** New words. */\nexport interface Unreached { a: 1 }\n${readFileSync(file, 'utf8')}`,
  );
  expect(report('--check')).toMatchObject({ status: 0, stderr: '' });
});

test('a generated type changes a hash', () => {
  const file = join(copy, 'packages/spec/dist/generated/paths.d.ts');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('export interface paths {', 'export interface paths {\n    "/x": 1;'),
  );
  const { status, stderr } = report('--check');
  expect(stderr).toContain('packages/spec/api-report.md');
  expect(stderr).toContain('+ | generated/paths.d.ts | 4 |');
  expect(status).toBe(1);
});

test('packages that are not built are a clear error', () => {
  rmSync(join(copy, 'packages/auth/dist'), { recursive: true });
  const { status, stderr } = report('--check');
  expect(stderr).toContain('run `pnpm build` first');
  expect(status).toBe(1);
});
