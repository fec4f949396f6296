/**
 * `pnpm soak [--calls 1000000]`: makes this many calls with one client, and prints the heap after each tenth
 * of them. Exits non-zero when the heap grows, because then something of every call is kept. Takes about a
 * minute, and is not part of `npm test`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { finish } from './figures.ts';
import { CLIENTS } from './http/clients.ts';
import { start } from './http/processes.ts';
import type { Addresses } from './http/server.ts';
import { table } from './statistics.ts';

/** Bytes that each thousand calls may leave, far less than the smallest object per call. */
const LIMIT = 512;
const IN_FLIGHT = 64;
const PARTS = 10;
const { values } = parseArgs({ options: { calls: { type: 'string', default: '1000000' } } });
const calls = Number(values.calls);
const { gc } = globalThis;
if (gc === undefined) throw new Error('Run it by `pnpm soak`, or with node --expose-gc.');

const server = await start('server.ts');
// The server says this first.
const { origins } = server.greeting as Addresses;
const call = await CLIENTS.ours({ origin: origins['300 B'] });
await make(calls / PARTS);
const heaps = [settledHeap()];
for (let part = 0; part < PARTS; part += 1) {
  await make(calls / PARTS);
  heaps.push(settledHeap());
}
server.end();

const rows = heaps.map((heap, part) => [String((part * calls) / PARTS), (heap / 1024).toFixed(0)]);
console.log(table(['calls after the warm-up', 'heap in KiB'], rows));
const grown = ((heaps.at(-1) ?? 0) - (heaps[0] ?? 0)) / (calls / 1000);
finish([{ what: 'soak: heap that stays of a thousand calls', value: grown, unit: 'bytes', limit: LIMIT }]);

async function make(count: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while ((left -= 1) >= 0) await call();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

function settledHeap(): number {
  gc?.();
  gc?.();
  return process.memoryUsage().heapUsed;
}
