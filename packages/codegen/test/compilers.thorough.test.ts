/** What is generated compiles under TypeScript 5.9 and 6, too; and so do large descriptions of others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFolder } from '../src/cli/write-folder.ts';
import { generate } from '../src/generate.ts';
import { type Description, readDescription } from '../src/read/read-description.ts';
import { compileFolder, COMPILERS } from './compile-folder.ts';
import { described, knowledge, newerAppliance } from './descriptions.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
/** As their packages ship them. */
const REAL: Readonly<Record<string, string>> = {
  'Figma (YAML, 3.1)': require.resolve('@figma/rest-api-spec/openapi/openapi.yaml'),
  'ReadMe (JSON, 3.1)': require.resolve('@readme/oas-examples/3.1/json/readme.json'),
  'Star Trek (JSON, 3.0)': require.resolve('@readme/oas-examples/3.0/json/star-trek.json'),
};
let folder: string;

beforeEach(() => {
  // Inside the package, so that the client is found.
  folder = mkdtempSync(join(packageFolder, 'generated-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(description: Description): void {
  writeFolder(folder, generate(description, knowledge()).files);
}

test.each(['5.9', '6'] as const)('the folder compiles under TypeScript %s', async (version) => {
  write(await described(newerAppliance()));
  expect(compileFolder(folder, COMPILERS[version])).toBe('');
});

test.each(Object.entries(REAL))('%s becomes a folder that compiles', async (_, file) => {
  write(await readDescription(file));
  expect(compileFolder(folder)).toBe('');
});
