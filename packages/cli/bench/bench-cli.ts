/**
 * Measures the start time of the command line, compared with Node alone, a script with the client, and other
 * command lines. Build first.
 *
 * `pnpm bench:cli` prints medians. `pnpm bench:cli --check` fails if a target is missed.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '@cloudlink-center/emulator';

type Subject = { name: string; command: readonly string[]; over?: string; target?: number };

const ROUNDS = 21;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const cloudlink = [process.execPath, join(root, 'packages/cli/dist/bin.js')];
const tool = (name: string): string => join(root, 'node_modules/.bin', name);

const SUBJECTS: readonly Subject[] = [
  { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
  { name: 'cloudlink --version', command: [...cloudlink, '--version'], over: 'node -e 0', target: 30 },
  {
    name: 'cloudlink machines --help',
    command: [...cloudlink, 'machines', '--help'],
    over: 'node -e 0',
    target: 60,
  },
  {
    name: 'cloudlink complete -- machines ro',
    command: [...cloudlink, 'complete', '--', 'machines', 'ro'],
    over: 'node -e 0',
    target: 60,
  },
  {
    name: 'a bare client script',
    command: [process.execPath, fileURLToPath(new URL('bare-client.mjs', import.meta.url))],
  },
  {
    name: 'cloudlink machines list',
    command: [...cloudlink, 'machines', 'list'],
    over: 'a bare client script',
    target: 30,
  },
  { name: 'prettier --version', command: [tool('prettier'), '--version'], over: 'node -e 0' },
  { name: 'knip --version', command: [tool('knip'), '--version'], over: 'node -e 0' },
  { name: 'npm --version', command: ['npm', '--version'], over: 'node -e 0' },
];

const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
const emulator = await startEmulator();
try {
  writeFileSync(join(folder, 'ca.pem'), emulator.ca);
  const medians = await measure({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    BENCH_TOKENS: join(folder, 'tokens'),
    CLOUDLINK_ADDRESS: emulator.url,
    CLOUDLINK_CLIENT_ID: emulator.clientId,
    CLOUDLINK_CLIENT_SECRET: emulator.clientSecret,
    CLOUDLINK_CA: join(folder, 'ca.pem'),
  });
  report(medians);
} finally {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs the commands in turns, so that a busy moment affects all of them. The first round warms caches and
 * does not count.
 */
async function measure(env: Record<string, string>): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(SUBJECTS.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, command } of SUBJECTS) {
      const elapsed = await timed(command, env);
      if (round > 0) times.get(name)?.push(elapsed);
    }
  }
  return new Map(
    [...times].map(([name, all]) => [name, all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
  );
}

async function timed(
  [program = '', ...words]: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const began = performance.now();
  const child = spawn(program, words, { env, stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${[program, ...words].join(' ')} ended with ${String(code)}.`);
  return performance.now() - began;
}

function report(medians: ReadonlyMap<string, number>): void {
  const missed: string[] = [];
  for (const { name, over, target } of SUBJECTS) {
    const median = medians.get(name) ?? 0;
    const beyond = over === undefined ? undefined : median - (medians.get(over) ?? 0);
    const note = beyond === undefined ? '' : `  ${beyond.toFixed(0).padStart(4)} over ${String(over)}`;
    console.log(
      `${median.toFixed(0).padStart(5)} ms  ${name.padEnd(36)}${note}${target === undefined ? '' : `, target ${target}`}`,
    );
    if (target !== undefined && beyond !== undefined && beyond > target) missed.push(name);
  }
  if (missed.length === 0 || !process.argv.includes('--check')) return;
  console.error(`Too slow: ${missed.join(', ')}.`);
  process.exitCode = 1;
}
