/**
 * A folder with one program a variant, inside the benchmark's package so that its dependencies resolve, and
 * the clients that the peers generate.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from './calls.ts';
import { VARIANTS, type Variant } from './variants.ts';

const bench = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const document = require.resolve('@cloudlink-center/spec/openapi.json');

/** The two compilers, by the name in the tables. */
export const COMPILERS = {
  'TypeScript 5.9': join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'),
  'TypeScript 7': join(dirname(require.resolve('typescript-7/package.json')), 'bin/tsc'),
} as const;
export type CompilerName = keyof typeof COMPILERS;

/** `full` and `empty` are folders. */
export type Program = { readonly variant: Variant; readonly full: string; readonly empty: string };

/** Writes the programs; generates what the wanted variants need. */
export function writePrograms(folder: string, calls: readonly Call[], variants = VARIANTS): Program[] {
  const root = join(bench, folder);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  if (variants.some(({ generated }) => generated === 'hey-api')) generateHeyApi(root);
  if (variants.some(({ generated }) => generated === 'orval')) generateOrval(root);
  return variants.map((variant) => {
    const name = variant.name.replaceAll(/\W+/g, '-').toLowerCase();
    return {
      variant,
      full: writeProgram(join(root, `${name}-full`), variant.source(calls)),
      empty: writeProgram(join(root, `${name}-empty`), variant.source([])),
    };
  });
}

/** A folder with one source file and a tsconfig for it. */
function writeProgram(folder: string, source: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'calls.ts'), source);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['calls.ts'] }));
  return folder;
}

function generateHeyApi(root: string): void {
  run([
    'openapi-ts',
    '--input',
    document,
    '--output',
    join(root, 'hey-api'),
    '--client',
    '@hey-api/client-fetch',
  ]);
}

function generateOrval(root: string): void {
  const config = join(root, 'orval.config.mjs');
  const output = { target: join(root, 'orval/index.ts'), client: 'fetch', mode: 'single' };
  writeFileSync(config, `export default ${JSON.stringify({ center: { input: document, output } })};\n`);
  run(['orval', '--config', config]);
}

function run([name = '', ...args]: string[]): void {
  const program = join(bench, 'node_modules/.bin', name);
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: bench });
  if (status !== 0) throw new Error(`${name} failed:\n${stdout}\n${stderr}`);
}
