/**
 * What a compiler says about one program: `tsc --extendedDiagnostics`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { COMPILERS, type CompilerName } from './workspace.ts';

export type Cost = {
  /** Milliseconds of checking. */
  readonly check: number;
  readonly instantiations: number;
  /** Mebibytes. */
  readonly memory: number;
};

export function measure(compiler: CompilerName, folder: string): Cost {
  const args = [COMPILERS[compiler], '-p', folder, '--extendedDiagnostics', '--pretty', 'false'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${folder} does not compile under ${compiler}:\n${stdout}${stderr}`);
  const value = (name: string): number => {
    const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1];
    if (found === undefined) throw new Error(`${compiler} prints no "${name}":\n${stdout}`);
    return Number(found);
  };
  return {
    check: value('Check time') * 1000,
    instantiations: value('Instantiations'),
    memory: value('Memory used') / 1024,
  };
}
