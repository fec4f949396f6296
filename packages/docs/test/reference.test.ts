/**
 * What is generated, before any site is built: every operation has a page, every purpose an operation, and
 * every TypeScript example compiles.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examplesOf } from '../site/code-examples.ts';
import { addressOf, commandOf } from '../site/names.ts';
import { operationPage } from '../site/operation-page.ts';
import { PURPOSES } from '../site/purposes.ts';
import { readSpecification } from '../site/read-operations.ts';
import { program } from '../src/program.ts';

const specification = readSpecification();
const { operations, groups, resolve } = specification;
const byId = new Map(operations.map((operation) => [operation.id, operation]));
const purposes = PURPOSES.flatMap((area) => area.purposes);

test('every operation that callers have is there, each at an address of its own', () => {
  expect(operations).toHaveLength(290);
  expect(new Set(operations.map(({ id }) => addressOf(id))).size).toBe(290);
  expect(groups).toHaveLength(42);
});

test('forty purposes or more, each with operations that exist', () => {
  expect(purposes.length).toBeGreaterThanOrEqual(40);
  for (const { operations: ids } of purposes) for (const id of ids) expect([...byId.keys()]).toContain(id);
});

test.each([
  ['machines.rotateKeys', '/rest/machines/rotate-keys/', 'cloudlink machines rotate-keys'],
  ['kmip.partitions.rotateKey', '/rest/kmip/partitions-rotate-key/', 'cloudlink kmip partitions rotate-key'],
  ['securId.get', '/rest/secur-id/get/', 'cloudlink secur-id get'],
])('%s has an address and a command', (id, address, command) => {
  expect([addressOf(id), commandOf(id)]).toEqual([address, command]);
});

test('a page says what is needed, what may break, how sure that is, and how to call it', () => {
  const shred = byId.get('machines.shred');
  const page = shred === undefined ? '' : operationPage(shred, specification);
  for (const part of [
    'title: "Shred a machine"',
    ':::danger',
    'Shred Machine',
    'Evidence for status',
    'await center.machines.shred(',
    'cloudlink machines shred',
    '--yes',
    'curl --cacert',
  ])
    expect(page).toContain(part);
});

test('a guide shows programs without the header of their file', () => {
  const source =
    '/* lint: off */\n/**\n * A header.\n */\nimport {} from "a";\n\n/** Stays. */\nconst one = 1;\n';
  expect(program(source)).toBe('import {} from "a";\n\n/** Stays. */\nconst one = 1;');
  const guides = globSync('src/content/docs/**/*.mdx', { cwd: join(import.meta.dirname, '..') });
  expect(guides.length).toBeGreaterThanOrEqual(18);
  for (const guide of guides) {
    const text = readFileSync(join(import.meta.dirname, '..', guide), 'utf8');
    expect(text, guide).not.toMatch(/<Code code=\{code\d/);
  }
});

test('the search also finds an operation by what people call it', () => {
  const unlock = byId.get('vault.unlock');
  const page = unlock === undefined ? '' : operationPage(unlock, specification);
  expect(page).toContain('data-words="open the vault"');
});

test('no command has a secret in its arguments, which everybody on the machine can see', () => {
  const withSecrets = operations.filter(({ id }) =>
    ['users.create', 'vault.unlock', 'vault.setPasscodes', 'cluster.join', 'email.update'].includes(id),
  );
  expect(withSecrets).toHaveLength(5);
  for (const operation of withSecrets) {
    const { shell, curl } = examplesOf(operation, resolve);
    expect(shell).toMatch(/--body -( --yes)? <<'JSON'\n/);
    expect(curl).toContain("--data @- <<'JSON'\n");
  }
});

test('the shell examples are read by a shell', () => {
  for (const operation of operations) {
    const { shell, curl } = examplesOf(operation, resolve);
    const { status, stderr } = spawnSync('sh', ['-n'], { input: `${shell}\n${curl}\n`, encoding: 'utf8' });
    expect([operation.id, status, stderr]).toEqual([operation.id, 0, '']);
  }
});

test('the TypeScript example of each operation compiles', () => {
  const folder = mkdtempSync(join(import.meta.dirname, '.examples-'));
  try {
    const functions = operations.map((operation) => {
      const { typescript } = examplesOf(operation, resolve);
      const answer = typescript.startsWith('const answer') ? '\nreturn answer;' : '';
      return `// ${operation.id}\nexport async function ${operation.id.replaceAll('.', '_')}(center: CloudLink, file: Blob): Promise<unknown> {\n${typescript}${answer}\nreturn file;\n}`;
    });
    writeFileSync(
      join(folder, 'examples.ts'),
      `import type { CloudLink } from '@cloudlink-center/client';\n${functions.join('\n')}\n`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../../tsconfig.base.json',
        compilerOptions: {
          noEmit: true,
          noUnusedParameters: false,
          allowUnreachableCode: true,
          skipLibCheck: true,
        },
        files: ['examples.ts'],
      }),
    );
    const tsc = join(import.meta.dirname, '../../../node_modules/.bin/tsc');
    expect(spawnSync(tsc, ['-p', folder], { encoding: 'utf8' }).stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
