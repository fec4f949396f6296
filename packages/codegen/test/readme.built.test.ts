/** The README names options that exist, and its program runs. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { codeBlocks } from '@cloudlink-center/testing/readme-code';
import { expect, test } from 'vitest';
import { parseCommand, USAGE } from '../src/cli/arguments.ts';
import { appliance, newerAppliance } from './descriptions.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

test('its program runs', async () => {
  const program = codeBlocks(readme).find((code) => code.includes('readDescription'));
  // Inside the package, so that its own name resolves.
  const folder = mkdtempSync(join(packageFolder, 'readme-'));
  try {
    writeFileSync(join(folder, 'old.json'), JSON.stringify(appliance()));
    writeFileSync(join(folder, 'new.json'), JSON.stringify(newerAppliance()));
    writeFileSync(join(folder, 'program.ts'), program ?? '');
    const { stdout } = await promisify(execFile)(process.execPath, ['program.ts'], { cwd: folder });
    expect(stdout).toContain('## Breaking');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('its commands are taken, and every option is in the usage', () => {
  const commands = [...readme.matchAll(/^npx cloudlink-codegen ([^#\n]*)/gm)].map(([, line = '']) =>
    line.trim().split(/\s+/),
  );
  expect(commands.map((args) => parseCommand(args, {}).name)).toEqual(['diff', 'generate']);
  for (const [option] of readme.matchAll(/--[a-z][a-z-]*(?=[` <])/g))
    if (option !== '--save-dev') expect(USAGE).toContain(option);
});
