/**
 * Keeps the READMEs of the repository, the client and the emulator true: their code is part of examples that run, their
 * commands exist, and their links lead somewhere.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const READMES = ['README.md', 'packages/client/README.md', 'packages/emulator/README.md'];
const EXAMPLES = ['packages/client/examples', 'packages/auth/examples'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => ({
    path: `${folder}/${name}`,
    code: read(`${folder}/${name}`),
  })),
);
// It needs a Center, and is run below. What stands in packages/auth is run by the tests there, in a browser.
const PROGRAM = 'packages/client/examples/quick-start.ts';

const blocksOf = (path: string, language: string) =>
  [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
const BLOCKS = READMES.flatMap((path) => blocksOf(path, 'ts').map((code) => ({ path, code })));
const SOURCES = EXAMPLES.filter(({ code }) => BLOCKS.some((block) => code.includes(block.code.trim())));

test('each piece of code is part of an example', () => {
  const all = READMES.map((path) => read(path).match(/^```(?:ts|js|typescript|javascript)/gm)?.length ?? 0);
  expect(BLOCKS.length).toBe(all.reduce((sum, count) => sum + count, 0));
  expect(BLOCKS.length).toBeGreaterThan(14);
  for (const { path, code } of BLOCKS)
    expect(
      EXAMPLES.some((example) => example.code.includes(code.trim())),
      `${path} has code that is part of no example: ${code}`,
    ).toBe(true);
});

const run = (file: string, cwd: string, env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [file], { cwd, env: { ...process.env, ...env } });

test.each(
  SOURCES.map(({ path }) => path).filter((path) => path.startsWith('packages/client/') && path !== PROGRAM),
)(
  '%s runs',
  async (path) => {
    const { stdout, stderr } = await run(join(root, path), root);
    expect(stderr).toBe('');
    expect(stdout).not.toBe('');
  },
  60_000,
);

test('the first program runs, with another address', async () => {
  await using emulator = await startEmulator();
  // Inside the package, so that its own name resolves.
  const folder = mkdtempSync(join(root, 'packages/client/readme-'));
  try {
    writeFileSync(join(folder, 'clc-ca.pem'), emulator.ca);
    const file = join(folder, 'quick-start.ts');
    writeFileSync(file, read(PROGRAM).replace('https://clc.example.com', emulator.url));
    const { stdout } = await run(file, folder, { CLOUDLINK_CLIENT_SECRET: emulator.clientSecret });
    expect(stdout).toContain('db01 connected');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the commands exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const lines = [...READMES, 'CONTRIBUTING.md', 'SECURITY.md', '.github/PULL_REQUEST_TEMPLATE.md']
    .map(read)
    .join('\n');
  const named = [...lines.matchAll(/`pnpm ([\w:-]+)|^npm (start|test)/gm)].map(
    ([, own, npm]) => own ?? npm ?? '',
  );
  expect(named.length).toBeGreaterThan(5);
  // `install` and `exec` are pnpm's own; CONTRIBUTING says `pnpm <script>`.
  for (const name of named) expect([...Object.keys(scripts), 'exec', 'install']).toContain(name);
});

test.each([
  { readme: 'README.md', program: 'packages/client/examples/main-job.ts' },
  { readme: 'packages/emulator/README.md', program: 'packages/emulator/src/cli.ts' },
])('the flags in $readme are those of $program', ({ readme, program }) => {
  const flags = blocksOf(readme, 'sh').flatMap((code) =>
    [...code.matchAll(/ --([a-z-]+)/g)].map(([, flag = '']) => flag),
  );
  expect(flags.length).toBeGreaterThan(1);
  for (const flag of flags) expect(read(program)).toMatch(new RegExp(`['{ ]${flag}'?: \\{ type`));
});

test.each([
  ...READMES,
  'packages/auth/README.md',
  'packages/spec/README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
])('the links of %s lead somewhere', (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
  const missing = targets.filter((target) => !existsSync(join(root, dirname(path), target)));
  expect(missing).toEqual([]);
});
