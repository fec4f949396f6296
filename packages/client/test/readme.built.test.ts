/**
 * Keeps the READMEs true. Their code is that of examples, which run. Links lead to files, and the READMEs of
 * published packages have no relative links, because those are dead on the registry's page.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { codeBlocks, examplesWith } from '@cloudlink-center/testing/readme-code';

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '../examples/readme');
const names = readdirSync(folder);
const examples = names.map((name) => readFileSync(join(folder, name), 'utf8'));
const run = promisify(execFile);

/** Expected standard output of each example, and its standard error if it warns. */
const OUTPUT: Readonly<Record<string, { out: RegExp; warning?: RegExp }>> = {
  'errors.ts': { out: /^$/, warning: /^One of these is missing: \[ 'Control Machine Boot' \]\n$/ },
  'files.ts': { out: /^7 of 7\n\d+ confirmed\n$/ },
  'first-call.ts': { out: /^db01 connected\napp01 connected\n/ },
  'hooks.ts': { out: /^#1 machines\.list GET \/securevm .*\n200\n$/s },
  'lists.ts': { out: /Z db01 connected\n.*\{"id":"security-1"/s },
  'nodes.ts': { out: /^5\n$/, warning: /^To another node: unreachable\n$/ },
  'openapi-fetch.ts': { out: /^db01 connected\nGET \/securevm\n$/ },
  'testing.ts': { out: /pass 1\n.*fail 0\n/s },
  'thirty-seconds.ts': { out: /^db01: \/dev\/sda is now \/dev\/mapper\/svm_sda\n.*app02: /s },
  'time-limits.ts': { out: /^5\n$/, warning: /^\/securevm retry after attempt 1 server_error\n$/ },
  'trust.ts': { out: /^automation\nuntrusted_certificate true\n$/ },
  'work.ts': { out: /^\d+ %\n.*\/dev\/mapper\/svm_sda\nresumed\n$/s },
};
/** readme-browser.test.ts runs them. */
const IN_BROWSERS = ['implicit.ts', 'in-a-browser.ts'];

test.each([
  ['README.md', 3],
  ['packages/client/README.md', 4],
])('each code block in %s is part of an example', (document, least) => {
  const text = readFileSync(join(root, document), 'utf8');
  const blocks = codeBlocks(text);
  expect(blocks.length).toBeGreaterThanOrEqual(least);
  for (const code of blocks) expect(examplesWith(code, examples), code).not.toEqual([]);
});

test('every example of the READMEs is shown by one of them or by a guide', () => {
  const guides = join(root, 'packages/docs/src/content/docs/guides');
  const pages = readdirSync(guides).map((name) => readFileSync(join(guides, name), 'utf8'));
  const blocks = [join(root, 'README.md'), join(root, 'packages/client/README.md')].flatMap((path) =>
    codeBlocks(readFileSync(path, 'utf8')),
  );
  const hidden = names.filter((name, index) => {
    const isInGuide = pages.some((page) => page.includes(`client/examples/readme/${name}?raw`));
    return !isInGuide && !blocks.some((code) => examplesWith(code, [examples[index] ?? '']).length > 0);
  });
  expect(hidden).toEqual([]);
});

test('every example is run', () => {
  expect([...Object.keys(OUTPUT), ...IN_BROWSERS].toSorted()).toEqual(names.toSorted());
});

test.each(Object.entries(OUTPUT))('%s runs', async (name, { out, warning = /^$/ }) => {
  await using emulator = await startEmulator();
  const work = mkdtempSync(join(tmpdir(), 'cloudlink-readme-'));
  try {
    // The first call needs this file. The other examples start their own emulator.
    writeFileSync(join(work, 'clc-ca.pem'), emulator.ca);
    const env = {
      ...process.env,
      CLOUDLINK_URL: emulator.url,
      CLOUDLINK_CLIENT_SECRET: emulator.clientSecret,
    };
    const { stdout, stderr } = await run(process.execPath, [join(folder, name)], { cwd: work, env });
    expect(stdout).toMatch(out);
    expect(stderr).toMatch(warning);
  } finally {
    rmSync(work, { recursive: true });
  }
});

test.each(['README.md', 'SECURITY.md', 'CONTRIBUTING.md'])(
  'the links of %s lead to files and headings',
  (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|\.\.\/\.\.\/security\/)([^)#]*)(?:#([^)]+))?\)/g)];
    const dead = links.filter(([, target = '', heading]) => {
      const path = target === '' ? join(root, document) : join(root, dirname(document), target);
      return !existsSync(path) || (heading !== undefined && !headingsOf(path).includes(heading));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  },
);

/** The anchors that GitHub gives to the headings of a page. */
function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

const published = readdirSync(join(root, 'packages')).filter((name) => {
  const manifest = join(root, 'packages', name, 'package.json');
  return existsSync(manifest) && !('private' in (JSON.parse(readFileSync(manifest, 'utf8')) as object));
});

test('six packages are published', () => {
  expect(published).toEqual(['auth', 'cli', 'client', 'codegen', 'emulator', 'spec']);
});

test.each(published)("the README of %s has no link that is dead on the registry's page", (name) => {
  const text = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  expect(links.filter((target) => !/^(https:\/\/|#)/.test(target))).toEqual([]);
});
