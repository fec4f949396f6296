/** The declarations need neither `@types/node` nor another package's types than the specification's. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a program without types of Node compiles', async () => {
  // Within the package, whose name then leads to what is built.
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.declarations-'));
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    moduleDetection: 'force',
    strict: true,
    noEmit: true,
    lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable'],
    types: [],
  };
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  writeFileSync(
    join(folder, 'program.ts'),
    `import { type Emulator, startEmulator } from '../../dist/index.js';
await using emulator: Emulator = await startEmulator({ state: 'factory' });
emulator.faults.clear();
`,
  );
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const run = promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error: unknown) => error);
  expect(await run).toMatchObject({ stdout: '' });
  rmSync(folder, { recursive: true });
});
