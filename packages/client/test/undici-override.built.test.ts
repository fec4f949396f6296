/**
 * A project that overrides undici: the first call says which version was found and which is needed. Runs the
 * built package in a folder of its own, beside the undici that the override brings.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Nobody listens there, so the right undici ends in `unreachable`. */
const PROGRAM = `
  import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'secret' });
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
    name: 'TypeError',
    message: expect.stringMatching(
      /^Nothing was sent: @cloudlink-center\/client needs undici 8\.\d+\.\d+ or a later 8\.x, but undici 7\.\d+\.\d+ is installed\. Remove any override of undici/,
    ),
  });
});

test('an older version of the same major is named, too', () => {
  copyPackage('undici', 'undici');
  const manifest = join(project, 'node_modules/undici/package.json');
  writeFileSync(
    manifest,
    JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version: '8.12.3' }),
  );
  expect(firstFailure()).toMatchObject({ message: expect.stringContaining('undici 8.12.3 is installed') });
});

test('no undici at all is named, too', () => {
  expect(firstFailure()).toMatchObject({ message: expect.stringContaining('undici is not installed') });
});

test('the pinned one works', () => {
  copyPackage('undici', 'undici');
  expect(firstFailure()).toMatchObject({
    name: 'CloudLinkError',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});
