/** The specification as Swagger 2.0, and back: without a difference that matters to callers. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { compare } from '../src/diff/compare.ts';
import { generate } from '../src/generate.ts';
import { REPOSITORY } from '../src/write/targets.ts';
import { writeModules } from '../src/write/write-modules.ts';
import { appliance, described, knowledge, newerAppliance } from './descriptions.ts';
import type { OpenApiDocument } from '../src/document/openapi-document.ts';

const known = knowledge();

test('290 operations come back with their ids, words and facts, and the three that an appliance lacks stay away', async () => {
  const { files, changes, operations } = generate(await described(appliance()), known);
  expect(operations).toBe(290);
  expect(changes).toEqual([]);
  const back = JSON.parse(files['openapi.json'] ?? '') as OpenApiDocument;
  for (const path of ['/oauth/token', '/oauth/authorize', '/{link}'])
    expect(back.paths).not.toHaveProperty([path]);
});

test('methods, inputs and tables are those of this SDK', async () => {
  const back = generate(await described(appliance()), known);
  const own = generate(await described(known), known);
  for (const name of ['groups.ts', 'inputs.ts', 'operations.ts', 'schemas.ts', 'index.ts'])
    expect(back.files[name], name).toBe(own.files[name]);
});

test('from YAML comes the same as from JSON', async () => {
  const { stringify } = await import('yaml');
  const { describe } = await import('../src/read/read-description.ts');
  const text = stringify(appliance(), { aliasDuplicateObjects: false });
  const fromYaml = generate(await describe({ text, location: '/appliance.yaml' }), known);
  expect(fromYaml.files).toEqual(generate(await described(appliance()), known).files);
});

test('the same description gives the same bytes, and differs from itself in nothing', async () => {
  const description = await described(appliance());
  expect(generate(description, known)).toEqual(generate(description, known));
  expect(compare(description, description)).toEqual([]);
});

test('what is generated for the repository is what a folder of somebody else gets, but for the imports', () => {
  const modules = writeModules(known, REPOSITORY);
  expect(modules['groups.ts']).toContain("from '../call/call-options.ts'");
  expect(modules['schemas.ts']).toContain("from './paths.ts'");
});

test('the document of a newer appliance is valid OpenAPI', async () => {
  const { files } = generate(await described(newerAppliance()), known);
  const config = await createConfig({ extends: ['spec'] });
  const problems = await lintFromString({ source: files['openapi.json'] ?? '', config });
  expect(problems.map(({ message, location }) => [message, location[0]?.pointer])).toEqual([]);
});
