/**
 * Cells of the bundlers: each makes a program for Node, which does the job, and a small web application, which is used in Chromium.
 *
 * @module
 */
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
      { ...shared, what: 'a program for Node, run: works', run: () => runBundle(consumer, bundler) },
      {
        ...shared,
        what: 'a web application, used in Chromium: works',
        run: () => useApplication(consumer, bundler),
      },
    ];
  });
}

async function runBundle(consumer: Consumer, bundler: Bundler): Promise<string> {
  const program = await bundle(consumer, bundler, 'node', 'run.mjs');
  await using emulator = await startEmulatorProcess(consumer);
  const text = await runProgram([process.execPath, program, emulator.factsFile, 'tls.ca'], {
    cwd: consumer.app,
    env: cleanEnvironment(),
  });
  const end = JSON.parse(text) as JobEnd;
  if (!('saw' in end)) throw new Error(`${end.message}\n${end.stack}`);
  checkReplays(await emulator.log());
  return end.saw;
}
