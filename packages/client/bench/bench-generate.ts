/**
 * `pnpm bench:generate [--rounds 5]`: how long `pnpm generate` takes to lint and bundle the specification and
 * to write types, named methods and tables from it, beside the generators of hey-api and orval for the same
 * document.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { finish } from './figures.ts';
import { quartiles, spread, table } from './statistics.ts';

const GOAL_SECONDS = 10;
const OURS = 'ours, with lint and checks';
const root = fileURLToPath(new URL('../../..', import.meta.url));
const bin = fileURLToPath(new URL('node_modules/.bin', import.meta.url));
const document = createRequire(import.meta.url).resolve('@cloudlink-center/spec/openapi.json');
const folder = mkdtempSync(join(tmpdir(), 'bench-generate-'));
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  [OURS]: [process.execPath, join(root, 'scripts/generate.ts'), '--check'],
  'hey-api': [
    join(bin, 'openapi-ts'),
    '--input',
    document,
    '--output',
    join(folder, 'hey-api'),
    '--client',
    '@hey-api/client-fetch',
  ],
  orval: [join(bin, 'orval'), '--input', document, '--output', join(folder, 'orval.ts')],
};
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

const times = new Map<string, number[]>();
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, command] of Object.entries(COMMANDS))
      times.set(name, [...(times.get(name) ?? []), secondsOf(command)]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log('Seconds: median (quartiles)\n');
console.log(
  table(
    ['generator', 's'],
    [...times].map(([name, list]) => [name, spread(quartiles(list), 1)]),
  ),
);
const value = quartiles(times.get(OURS) ?? []).median;
finish([{ what: 'generate: everything, with its checks', value, unit: 's', goal: GOAL_SECONDS }]);

function secondsOf([program = '', ...args]: readonly string[]): number {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed:\n${stdout}\n${stderr}`);
  return (performance.now() - began) / 1000;
}
