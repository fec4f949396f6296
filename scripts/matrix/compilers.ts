/**
 * Cells of the compilers: typed calls compile, and mistakes do not, with the strictest options, without
 * `skipLibCheck` and without `@types/node`. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { TYPESCRIPTS, typescriptFolder } from './versions.ts';

/** `module` by `moduleResolution`. */
const RESOLUTIONS = { nodenext: 'nodenext', bundler: 'esnext' } as const;
type Resolution = keyof typeof RESOLUTIONS;

export function compilerCells(consumer: Consumer): Cell[] {
  return TYPESCRIPTS.flatMap((version) =>
    (['nodenext', 'bundler'] as const).flatMap((resolution) => [
      compilerCell(consumer, version, resolution, ['es2023', 'dom']),
      compilerCell(consumer, version, resolution, ['esnext', 'dom', 'dom.iterable']),
    ]),
  );
}

function compilerCell(consumer: Consumer, version: string, resolution: Resolution, lib: string[]): Cell {
  return {
    part: 'compilers',
    subject: `TypeScript ${version}`,
    what: `${resolution}, lib ${lib.join(' + ')}`,
    async run() {
      await compile(consumer, version, resolution, lib);
      return 'calls compile, and each mistake is an error';
    },
  };
}

async function compile(
  { app, tool }: Consumer,
  version: string,
  resolution: Resolution,
  lib: string[],
): Promise<void> {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2023',
    module: RESOLUTIONS[resolution],
    moduleResolution: resolution,
    lib,
    types: [],
  };
  const project = join(app, 'tsconfig.matrix.json');
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['job.ts', 'errors.ts'] }));
  const tsc = tool(`${typescriptFolder(version)}/bin/tsc`);
  await runProgram([process.execPath, tsc, '--project', project, '--pretty', 'false'], {
    cwd: app,
    env: cleanEnvironment(),
  });
}
