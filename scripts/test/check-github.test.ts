/**
 * Changes a copy of `.github` in one place, and expects the check to say what is wrong with it. Part of `npm
 * test`: `vitest run --root scripts`.
 *
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkGithub } from '../github/check-files.ts';

const root = join(import.meta.dirname, '../..');
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cloudlink-github-'));
  cpSync(join(root, '.github'), join(copy, '.github'), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

test('what is committed is in order', async () => {
  expect(await checkGithub(copy)).toEqual({ problems: [], workflows: expect.any(Number) });
});

const CI = 'workflows/ci.yml';
const RELEASE = 'workflows/release.yml';
const PIN = '@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';

function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(root, '.github', file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

test.each([
  { what: 'a tag in place of a commit', file: CI, from: PIN, to: '@v7', says: 'pin actions/checkout@v7 by' },
  {
    what: 'a forgotten update',
    file: CI,
    from: PIN,
    to: `@${'a'.repeat(40)} # v8.0.0`,
    says: 'is pinned differently',
  },
  {
    what: 'a tag in an action',
    file: 'actions/setup/action.yml',
    from: /@\S+ # v7.0.0/,
    to: '@v7',
    says: 'pin actions/setup-node@v7',
  },
  {
    what: 'no time limit',
    file: CI,
    from: 'timeout-minutes: 45',
    to: '',
    says: 'job test: give it `timeout-minutes`',
  },
  {
    what: 'no permissions',
    file: CI,
    from: /permissions:\n\s+contents: read\n */,
    to: '',
    says: 'job test: say its `permissions`',
  },
  {
    what: 'permissions for all',
    file: CI,
    from: 'permissions: {}',
    to: 'permissions: write-all',
    says: 'permissions: {}',
  },
  {
    what: 'an event of strangers',
    file: CI,
    from: 'pull_request:',
    to: 'pull_request_target:',
    says: 'pull_request_target',
  },
  {
    what: 'the title of a pull request in a shell',
    file: CI,
    from: 'run: npm test',
    to: 'run: echo ${{ github.event.pull_request.title }}',
    says: 'through `env`',
  },
  {
    what: 'a token left in .git/config',
    file: CI,
    from: 'persist-credentials: false',
    to: 'show-progress: false',
    says: 'persist-credentials',
  },
  {
    what: 'publishing without an environment',
    file: RELEASE,
    from: 'environment: npm',
    to: '',
    says: 'needs an `environment`',
  },
  {
    what: 'a misspelt key',
    file: CI,
    from: 'fail-fast',
    to: 'fail-fats',
    says: `line ${lineOf(CI, 'fail-fast')}: Unexpected value 'fail-fats'`,
  },
  {
    what: 'a job that does not exist',
    file: RELEASE,
    from: 'needs: pack',
    to: 'needs: pakc',
    says: "'pakc'",
  },
  {
    what: 'a misspelt context',
    file: RELEASE,
    from: 'needs.pack.outputs',
    to: 'need.pack.outputs',
    says: 'Unrecognized named-value',
  },
  {
    what: 'a field that no form has',
    file: 'ISSUE_TEMPLATE/bug.yml',
    from: 'type: textarea',
    to: 'type: essay',
    says: 'bug.yml: /body/3',
  },
  {
    what: 'a form without a label',
    file: 'ISSUE_TEMPLATE/feature.yml',
    from: /label: What.*\n/,
    to: '',
    says: "'label'",
  },
  {
    what: 'an open contact',
    file: 'ISSUE_TEMPLATE/config.yml',
    from: 'url: https:',
    to: 'url: http:',
    says: 'contact_links',
  },
  { what: 'no cooldown', file: 'dependabot.yml', from: /cooldown:\n.*\n.*\n */, to: '', says: '/updates/0' },
])('refuses $what', async ({ file, from, to, says }) => {
  const path = join(copy, '.github', file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  const { problems } = await checkGithub(copy);
  expect(problems.join('\n')).toContain(says);
});
