/**
 * Keeps the README of this package and that of the repository true: their code is that of examples, which run. Links lead somewhere, also
 * those of SECURITY.md.
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

/** What each example says on standard output, and on standard error where it warns. */
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
  'time-limits.ts': { out: /^5\n$/, warning: /^\/securevm again after 1 server_error\n$/ },
  'trust.ts': { out: /^automation\nuntrusted_certificate true\n$/ },
  'work.ts': { out: /^\d+ %\n.*\/dev\/mapper\/svm_sda\nresumed\n$/s },
};
/** readme-browser.test.ts runs them. */
const IN_BROWSERS = ['implicit.ts', 'in-a-browser.ts'];

test.each([
  ['README.md', 3],
  ['packages/client/README.md', 12],
])('each piece of code in %s is lines of an example', (document, least) => {
  const text = readFileSync(join(root, document), 'utf8');
  const blocks = codeBlocks(text);
  expect(blocks.length).toBeGreaterThanOrEqual(least);
  for (const code of blocks) expect(examplesWith(code, examples), code).not.toEqual([]);
});

test('every example is run', () => {
  expect([...Object.keys(OUTPUT), ...IN_BROWSERS].toSorted()).toEqual(names.toSorted());
});

test.each(Object.entries(OUTPUT))('%s runs', async (name, { out, warning = /^$/ }) => {
  await using emulator = await startEmulator();
  const work = mkdtempSync(join(tmpdir(), 'cloudlink-readme-'));
  try {
    // What the first call wants; the others have an emulator of their own.
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

test.each(['README.md', 'packages/client/README.md', 'packages/emulator/README.md', 'SECURITY.md'])(
  'the links of %s lead to files',
  (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|\.\.\/\.\.\/security\/)([^)#]+)/g)].map(
      ([, target = '']) => target,
    );
    const missing = targets.filter((target) => !existsSync(join(root, dirname(document), target)));
    expect(missing).toEqual([]);
  },
);
