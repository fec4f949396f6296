/**
 * A project that overrides undici: the first call says which version was found and which is needed. Runs the built package in a folder of its
 * own, beside the undici that the override brings.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Nobody listens there, so the right undici ends in `unreachable`. */
const PROGRAM = `
  import { createCloudLink } from '@cloudlink-center/client';
  const token = { accessToken: 'token', expiresAt: Date.now() + 60_000 };
  const auth = { peek: () => token, getToken: async () => token, invalidate() {}, logout: async () => {} };
  const center = createCloudLink({ baseUrl: 'https://127.0.0.1:1', auth });
  try {
    await center.machines.list();
  } catch ({ name, code, message }) {
    console.log(JSON.stringify({ name, code, message }));
  }
`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'cloudlink-undici-'));
  const modules = join(project, 'node_modules');
  for (const name of ['auth', 'spec', 'client']) {
    const folder = join(modules, '@cloudlink-center', name);
    mkdirSync(folder, { recursive: true });
    for (const part of ['package.json', 'dist'])
      cpSync(join(root, '..', name, part), join(folder, part), { recursive: true });
  }
  copyPackage('openapi-fetch', 'openapi-fetch');
  writeFileSync(join(project, 'program.mjs'), PROGRAM);
});

afterEach(() => rmSync(project, { recursive: true }));

/** What pnpm links, as a folder without links: the copy must not find the undici of the repository. */
function copyPackage(from: string, to: string): void {
  cpSync(join(root, 'node_modules', from), join(project, 'node_modules', to), {
    recursive: true,
    dereference: true,
  });
}

function firstFailure(): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: project, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('an older major ends in a message that names it', () => {
  copyPackage('undici-7', 'undici');
  expect(firstFailure()).toEqual({
    name: 'Error',
    message: expect.stringMatching(
      /^@cloudlink-center\/client needs undici 8, but undici 7\.\d+\.\d+ is installed\. Remove any override of undici/,
    ),
  });
});

test('no undici at all is named, too', () => {
  expect(firstFailure()).toMatchObject({ message: expect.stringContaining('undici is not installed') });
});

test('the pinned one works', () => {
  copyPackage('undici', 'undici');
  expect(firstFailure()).toMatchObject({ name: 'CloudLinkError', code: 'unreachable' });
});
