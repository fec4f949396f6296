/**
 * Calls a second. In each round every client is measured once, in an order that changes, and its time is divided by that of the reference in the
 * same round; the tables show the median of these ratios and their quartiles.
 *
 * @module
 */
import { quartiles, spread, table } from '../statistics.ts';
import type { Size } from './answers.ts';
import type { Measured, Round } from './client-process.ts';
import { type Peer, start } from './processes.ts';
import type { Addresses } from './server.ts';

const IN_FLIGHT = [1, 64] as const;
/** What `ours` is to reach, relative to global fetch. */
const GOALS: Readonly<Record<string, number>> = {
  '300 B, 1': 1.8,
  '300 B, 64': 3,
  '20 KB, 64': 1.5,
  '1 MB, 64': 1.1,
};

export async function measureRates(
  names: readonly string[],
  sizes: readonly Size[],
  rounds: number,
  milliseconds: number,
): Promise<true> {
  const server = await start('server.ts');
  const clients = new Map<string, Peer>();
  try {
    for (const name of names) clients.set(name, await start('client-process.ts', [name]));
    const { origins } = server.greeting as Addresses;
    for (const size of sizes) {
      for (const inFlight of IN_FLIGHT) {
        const cell = `${size}, ${inFlight}`;
        const costs = await measureCell(clients, { target: { origin: origins[size] }, inFlight }, rounds, milliseconds);
        print(cell, costs, GOALS[cell]);
      }
    }
  } finally {
    for (const peer of [server, ...clients.values()]) peer.end();
  }
  return true;
}

type Cost = { wall: number; cpu: number };

/** Microseconds a call, by client and round. */
async function measureCell(
  clients: ReadonlyMap<string, Peer>,
  cell: Omit<Round, 'calls'>,
  rounds: number,
  milliseconds: number,
): Promise<Map<string, Cost[]>> {
  const counts = new Map<string, number>();
  for (const [name, client] of clients) counts.set(name, await warmUp(client, cell, milliseconds));
  const costs = new Map<string, Cost[]>([...clients.keys()].map((name) => [name, []]));
  const order = [...clients];
  for (let round = 0; round < rounds; round += 1) {
    order.push(...order.splice(0, 1));
    for (const [name, client] of round % 2 === 0 ? order : order.toReversed()) {
      const calls = counts.get(name) ?? 1;
      const { wall, cpu } = await client.ask<Measured>({ ...cell, calls });
      costs.get(name)?.push({ wall: wall / calls, cpu: cpu / calls });
    }
  }
  return costs;
}

/** As many calls as fit into the time of a round. */
async function warmUp(client: Peer, cell: Omit<Round, 'calls'>, milliseconds: number): Promise<number> {
  let calls = cell.inFlight;
  let spent = 0;
  for (let time = 0; time < milliseconds && spent < 4 * milliseconds; calls *= 2) {
    time = (await client.ask<Measured>({ ...cell, calls })).wall / 1000;
    spent += time;
    if (time >= milliseconds) return Math.max(cell.inFlight, Math.round((calls * milliseconds) / time));
  }
  return calls;
}

function print(cell: string, costs: ReadonlyMap<string, Cost[]>, goal: number | undefined): void {
  const of = (name: string): readonly Cost[] => costs.get(name) ?? [];
  const ratio = (reference: string, own: readonly Cost[]): string =>
    of(reference).length === 0
      ? '-'
      : spread(quartiles(own.map(({ wall }, round) => (of(reference)[round]?.wall ?? Number.NaN) / wall)), 2);
  const rows = [...costs].map(([name, own]) => [
    name,
    ratio('fetch', own),
    ratio('undici.request', own),
    spread(quartiles(own.map(({ wall }) => wall)), 1),
    spread(quartiles(own.map(({ cpu }) => cpu)), 1),
  ]);
  const goals = goal === undefined ? '' : ` (goal for ours: ${goal} times fetch, 0.95 of undici.request)`;
  console.log(`\n${cell} in flight${goals}\n`);
  console.log(table(['client', 'times fetch', 'times undici.request', 'us a call', 'us of CPU'], rows));
}
