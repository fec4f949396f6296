/**
 * Heap that a call takes: the growth over calls between which the collector never runs, in a process with a
 * large young generation. The figure hardly differs from run to run or from machine to machine, so ours has a
 * limit.
 *
 * @module
 */
import type { Figure } from '../figures.ts';
import { quartiles, spread, table } from '../statistics.ts';
import type { Measured } from './client-process.ts';
import { start } from './processes.ts';
import type { Addresses } from './server.ts';

/** Bytes a call, 300 B in the answer, 64 in flight. */
export const ALLOCATION_LIMIT = 12.5 * 1024;
const GOAL = 12 * 1024;
const CALLS = 1_280;
const ROUNDS = 7;
/** V8's young generation, in MiB: all calls of a round fit in. */
const FLAGS = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];

/** Prints the table. */
export async function measureAllocation(names: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  const rows = [];
  for (const name of names) {
    const kib = quartiles((await allocationOf(name)).map((bytes) => bytes / 1024));
    rows.push([name, spread(kib, 1)]);
    if (name === 'ours')
      figures.push({
        what: 'heap a call',
        value: kib.median,
        unit: 'KiB',
        limit: ALLOCATION_LIMIT / 1024,
        goal: GOAL / 1024,
      });
  }
  console.log('Heap a call, 300 B, 64 in flight: median (quartiles)\n');
  console.log(table(['client', 'KiB a call'], rows));
  return figures;
}

/** Bytes a call in each round. */
export async function allocationOf(name: string): Promise<number[]> {
  const server = await start('server.ts');
  const client = await start('client-process.ts', [name], FLAGS);
  try {
    const { origins } = server.greeting as Addresses;
    const round = { target: { origin: origins['300 B'] }, calls: CALLS, inFlight: 64 };
    const bytes: number[] = [];
    // The first rounds compile.
    for (let count = -5; count < ROUNDS; count += 1) {
      const { allocated } = await client.ask<Measured>(round);
      if (count >= 0 && !Number.isNaN(allocated)) bytes.push(allocated / CALLS);
    }
    if (bytes.length === 0) throw new Error(`The collector ran in every round of ${name}: make fewer calls.`);
    return bytes;
  } finally {
    client.end();
    server.end();
  }
}
