/**
 * `pnpm bench:codegen [--rounds 5]`: how long the built command takes, in a process of its own, to turn a
 * Swagger 2.0 description of 400 KB with 290 operations into a folder, how much memory it needs, and how long
 * `pnpm generate --check` takes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { appliance, type Json } from '../test/descriptions.ts';

/** Goals for an idle machine. On a busy one, compare the CPU seconds. */
const GOALS = { seconds: 2, cpuSeconds: 2, megabytes: 300, checkSeconds: 3, checkCpuSeconds: 3 };
const KILOBYTES = 400;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
/** Reports the peak memory of the process in kilobytes, and its CPU time in microseconds. */
const TELL_MEMORY =
  "data:text/javascript,process.on('exit',()=>{const{maxRSS,userCPUTime:u,systemCPUTime:s}=process.resourceUsage();process.stderr.write(`rss=${maxRSS} cpu=${u+s}`)})";

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const folder = mkdtempSync(join(tmpdir(), 'bench-codegen-'));
try {
  const file = join(folder, 'swagger.json');
  writeFileSync(file, sized(appliance()));
  const runs = Array.from({ length: Number(values.rounds) }, (_, round) => {
    const out = join(folder, `out-${String(round)}`);
    const made = timed(['--import', TELL_MEMORY, cli, 'generate', '--from', file, '--out', out]);
    const check = timed(['--import', TELL_MEMORY, join(root, 'scripts/generate.ts'), '--check']);
    return {
      seconds: made.seconds,
      cpuSeconds: made.cpuSeconds,
      megabytes: made.megabytes,
      checkSeconds: check.seconds,
      checkCpuSeconds: check.cpuSeconds,
    };
  });
  console.log(`${String(Math.round(statSync(file).size / 1000))} KB, median of ${String(runs.length)} runs`);
  for (const name of ['seconds', 'cpuSeconds', 'megabytes', 'checkSeconds', 'checkCpuSeconds'] as const) {
    const value = median(runs.map((run) => run[name]));
    console.log(
      `${name}: ${value.toFixed(name === 'megabytes' ? 0 : 2)} (goal: under ${String(GOALS[name])})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Pads the document with descriptions to the size of an appliance's. */
function sized(document: Json): string {
  const text = JSON.stringify(document, undefined, 2);
  const models = Object.values(document['definitions'] as Record<string, Json>);
  const more = Math.max(0, KILOBYTES * 1000 - text.length) / models.length;
  for (const model of models) model['description'] = 'A model. '.repeat(Math.round(more / 9));
  return JSON.stringify(document, undefined, 2);
}

function timed(args: readonly string[]): { seconds: number; cpuSeconds: number; megabytes: number } {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  const kilobytes = Number(/rss=(\d+)/.exec(stderr)?.[1] ?? 0);
  const cpu = Number(/cpu=(\d+)/.exec(stderr)?.[1] ?? 0);
  return {
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: cpu / 1_000_000,
    megabytes: kilobytes / 1024,
  };
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
