/**
 * Cells of the bundlers: each makes functions for Node, as AWS Lambda runs them: one file, an ES module or
 * CommonJS; and a small web application, which is used in Chromium. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundle, type Bundler } from './bundle.ts';
import type { Cell } from './cells.ts';
import { useApplication } from './chromium.ts';
import type { Consumer } from './consumer.ts';
import type { JobEnd } from './consumer/job.ts';
import { checkReplays, startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { BUNDLERS } from './versions.ts';

export function bundlerCells(consumer: Consumer): Cell[] {
  return Object.entries(BUNDLERS).flatMap(([name, version]) => {
    // The keys of an object are plain strings to the compiler.
    const bundler = name as Bundler;
    const shared = { part: 'bundlers', subject: `${bundler} ${version}` } as const;
    return [
      ...(['node-esm', 'node-cjs'] as const).map((target) => ({
        ...shared,
        what: `a function for Node in one file, ${target === 'node-esm' ? 'ES module' : 'CommonJS'}: works`,
        run: () => runBundle(consumer, bundler, target),
      })),
      {
        ...shared,
        what: 'a web application, used in Chromium: works',
        run: () => useApplication(consumer, bundler),
      },
    ];
  });
}

/** The file runs by itself, in a folder where nothing else can be found. */
async function runBundle(
  consumer: Consumer,
  bundler: Bundler,
  target: 'node-esm' | 'node-cjs',
): Promise<string> {
  const made = await bundle(consumer, bundler, target, 'lambda.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-function-'));
  const program = join(folder, basename(made));
  renameSync(made, program);
  await using emulator = await startEmulatorProcess(consumer);
  const host = join(consumer.app, 'run-lambda.mjs');
  const text = await runProgram([process.execPath, host, program, emulator.factsFile], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  rmSync(folder, { recursive: true });
  const end = JSON.parse(text) as JobEnd;
  if (!('saw' in end)) throw new Error(`${end.message}\n${end.stack}`);
  checkReplays(await emulator.log());
  return end.saw;
}
