/** Compiles a generated folder as a strict user would: without `skipLibCheck`, and without types of Node. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The package of each TypeScript. */
export const COMPILERS = { '5.9': 'typescript', '6': 'typescript-6', '7': 'typescript-7' } as const;
const require = createRequire(import.meta.url);

/** What the compiler prints: nothing if all is well. */
export function compileFolder(
  target: string,
  compiler: string = COMPILERS['7'],
  options: object = {},
): string {
  const lib = ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'];
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: 'es2024',
    module: 'nodenext',
    lib,
    types: [],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    ...options,
  };
  writeFileSync(join(target, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const tsc = join(dirname(require.resolve(`${compiler}/package.json`)), 'bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', target], { encoding: 'utf8' }).stdout;
}
