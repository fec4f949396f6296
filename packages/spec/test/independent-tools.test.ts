/** Tools that others wrote accept the bundled document, and generate from it what compiles. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { validate } from '@scalar/openapi-parser';
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, expect, test } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const file = join(packageFolder, 'openapi.json');
const text = readFileSync(file, 'utf8');
let folder: string;

beforeAll(() => {
  // Inside the package, so that what is generated finds its types.
  folder = mkdtempSync(join(packageFolder, 'generated-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('Redocly finds no error in it', async () => {
  const config = await createConfig({ extends: ['spec'] });
  const problems = await lintFromString({ source: text, config });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('Spectral finds no error in it', async () => {
  const linter = new spectral.Spectral();
  // Its own declarations do not fit each other: the rules lack the optional `extends`.
  linter.setRuleset({ extends: [[oas as unknown as RulesetDefinition, 'recommended']] });
  const results = await linter.run(text);
  const errors = results.filter(({ severity }) => String(severity) === '0');
  // The vendor's own paths collide: /auth/{path} and /auth/banner.
  expect(
    errors.filter(({ code }) => code !== 'path-keys-no-identical').map(({ code, path }) => [code, path]),
  ).toEqual([]);
});

test("Scalar's parser takes it as valid", async () => {
  const result = await validate(text);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('swagger-parser takes it as valid', async () => {
  const api = await SwaggerParser.validate(JSON.parse(text));
  expect(Object.keys(api.paths ?? {}).length).toBeGreaterThan(200);
});

test.each([
  [
    'openapi-ts',
    ['--input', file, '--output', 'hey-api', '--client', '@hey-api/client-fetch'],
    'hey-api/types.gen.ts',
  ],
  ['orval', ['--input', file, '--output', 'orval.ts', '--client', 'fetch'], 'orval.ts'],
])('what %s generates from it compiles', (program, args, made) => {
  const run = spawnSync(join(packageFolder, 'node_modules/.bin', program), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(run.stderr + run.stdout, run.stderr).not.toMatch(/\berror\b/i);
  expect(existsSync(join(folder, made))).toBe(true);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2024',
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2024', 'dom', 'dom.iterable'],
        types: [],
      },
      files: [made],
    }),
  );
  const tsc = join(packageFolder, '../../node_modules/.bin/tsc');
  expect(spawnSync(tsc, ['-p', folder], { encoding: 'utf8' }).stdout).toBe('');
});
