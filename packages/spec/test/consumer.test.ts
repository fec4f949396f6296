/**
 * What a change in specs/ does to those who use the types: it changes a copy of the specification, generates
 * from it with the project's own generator, and compiles a consumer.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cloudlink-consumer-'));
  for (const name of [
    'specs',
    'scripts',
    'packages/spec/src',
    'packages/codegen/src',
    // What is committed need not be formatted once more.
    'packages/spec/openapi.json',
    'packages/client/src/generated',
    'packages/cli/src/generated',
    '.prettierrc.json',
    'package.json',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  symlinkSync(join(root, 'packages/codegen/node_modules'), join(copy, 'packages/codegen/node_modules'));
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

test('a renamed property becomes a type error in a consumer', () => {
  expect(compileConsumer()).toBe('');

  const schema = join(copy, 'specs/components/schemas/MachineMove.yaml');
  writeFileSync(
    schema,
    readFileSync(schema, 'utf8').replaceAll('destination_group_name', 'target_group_name'),
  );
  const path = join(copy, 'specs/paths/machines/securevm_{uuid}_move.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('destination_group_name', 'target_group_name'));

  const stale = generate('--check');
  expect(stale.status).toBe(1);
  expect(stale.stderr).toContain('+      target_group_name: string;');

  expect(generate().status).toBe(0);
  expect(compileConsumer()).toContain("'destination_group_name' does not exist in type");
});

test('a new run writes the bytes that are committed', () => {
  expect(generate()).toMatchObject({ status: 0, stdout: 'Everything generated is up to date.\n' });
  rmSync(join(copy, 'packages/spec/openapi.json'));
  expect(generate().stdout).toContain('wrote packages/spec/openapi.json');
  expect(readFileSync(join(copy, 'packages/spec/openapi.json'))).toEqual(
    readFileSync(join(root, 'packages/spec/openapi.json')),
  );
});

test('a file that is not what the specification says is shown with its difference', () => {
  change(
    join(copy, 'packages/client/src/generated/methods.ts'),
    'POST /debug/sql/query',
    'POST /debug/sql/queries',
  );
  const { status, stderr } = generate('--check');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^-.*sql.queries'/m);
  expect(stderr).toMatch(/^\+.*sql.query'/m);
});

test.each([
  // The marker that the rule looks for.
  ['an unwritten summary', 'summary: ', 'summary: TODO ', 'not written yet'],
  ['an unknown extension', 'put:', 'put:\n  x-cloudlink-typo: true', 'x-cloudlink-typo'],
  [
    'a wrong group',
    'operationId: machines.move',
    'operationId: users.move',
    'The tag of users.move must be "users"',
  ],
])('the lint step finds %s', (_, from, to, problem) => {
  const path = join(copy, 'specs/paths/machines/securevm_{uuid}_move.yaml');
  change(path, from, to);
  const { status, stderr, stdout } = generate('--lint-only');
  expect(status).toBe(1);
  expect(stderr + stdout).toContain(problem);
});

test('the lint step says each thing once, with what is allowed', () => {
  const path = join(copy, 'specs/paths/machines/securevm_{uuid}_move.yaml');
  change(path, 'status: inferred', 'status: certain');
  const { status, stdout } = generate('--lint-only');
  expect(status).toBe(1);
  expect(stdout.match(/must be equal to one of the allowed values/g)).toHaveLength(1);
  expect(stdout).toContain('Allowed: vendor, seen, operators, library, inferred, guess, unknown.');
});

test('the lint step finds a cursor without its property, a file that nothing uses, and a method that is gone', () => {
  change(join(copy, 'specs/paths/actions/monitoring_actions.yaml'), 'property: start_time', 'property: when');
  writeFileSync(join(copy, 'specs/paths/actions/unused.yaml'), 'get: {}\n');
  change(
    join(copy, 'specs/paths/machines/securevm_{uuid}_move.yaml'),
    'operationId: machines.move',
    'operationId: machines.changeGroup',
  );
  const { status, stdout } = generate('--lint-only');
  expect(status).toBe(1);
  expect(stdout).toContain('timestamp.property of the cursor names "when"');
  expect(stdout).toContain('Nothing refers to specs/paths/actions/unused.yaml.');
  expect(stdout).toContain('Callers had machines.move. Move it to "removed"');

  change(join(copy, 'specs/paths/actions/monitoring_actions.yaml'), 'property: when', 'property: start_time');
  rmSync(join(copy, 'specs/paths/actions/unused.yaml'));
  const list = join(copy, 'specs/public-methods.json');
  change(list, '"machines.move"', '"machines.changeGroup"');
  change(
    list,
    '"removed": []',
    '"removed": [{ "method": "machines.move", "reason": "named machines.changeGroup" }]',
  );
  expect(generate('--lint-only').status).toBe(0);
});

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

function generate(...flags: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/generate.ts', ...flags], { cwd: copy, encoding: 'utf8' });
}

function compileConsumer(): string {
  writeFileSync(
    join(copy, 'consumer.ts'),
    `import type { MachineMove } from './packages/spec/src/index.ts';\nexport const move: MachineMove = { destination_group_name: 'Production' };\n`,
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const flags = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--allowImportingTsExtensions',
    '--ignoreConfig',
    'consumer.ts',
  ];
  return spawnSync(process.execPath, [tsc, ...flags], { cwd: copy, encoding: 'utf8' }).stdout;
}
