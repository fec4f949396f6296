/**
 * Calls a second. In each round every client is measured once, in an order that changes, and its time is
 * divided by that of the reference in the same round; the tables show the median of these ratios and their
 * quartiles.
 *
 * @module
 */
import type { Figure } from '../figures.ts';
import { quartiles, spread, table } from '../statistics.ts';
import type { Size } from './answers.ts';
import type { Measured, Round } from './client-process.ts';
import { type Peer, start } from './processes.ts';
import type { Addresses } from './server.ts';

export interface Plan {
  readonly names: readonly string[];
  readonly sizes: readonly Size[];
  readonly rounds: number;
  /** That a round of one client is to take. */
  readonly milliseconds: number;
}

const IN_FLIGHT = [1, 64] as const;
/** What `ours` is to reach, relative to global fetch. */
const TIMES_FETCH: Readonly<Record<string, number>> = {
  '300 B, 1': 1.8,
  '300 B, 64': 3,
  '20 KB, 64': 1.5,
  '1 MB, 64': 1.1,
};
const OF_UNDICI = 0.95;
/** V8 goes on optimizing for some 25,000 calls. */
const WARM_UP_ROUNDS = 10;
/** With a certificate to check, wall time may be 1.1 of that of undici. */
const OF_UNDICI_WITH_TLS = 1 / 1.1;
const WITH_TLS = ['undici.request', 'ours, CA', 'ours, fingerprint'];

export async function measureRates(plan: Plan): Promise<Figure[]> {
  const plain = await measureServer(plan, [], plan.names, plan.sizes);
  if (!plan.names.includes('ours')) return plain;
  return [...plain, ...(await measureServer(plan, ['--tls'], WITH_TLS, plan.sizes.slice(0, 1)))];
}

async function measureServer(
  plan: Plan,
  flags: readonly string[],
  names: readonly string[],
  sizes: readonly Size[],
): Promise<Figure[]> {
  const server = await start('server.ts', flags);
  const clients = new Map<string, Peer>();
  const figures: Figure[] = [];
  try {
    for (const name of names) clients.set(name, await start('client-process.ts', [name]));
    // The server says this first.
    const { origins, ...trust } = server.greeting as Addresses;
    for (const size of sizes) {
      for (const inFlight of IN_FLIGHT) {
        const costs = await measureCell(
          clients,
          { target: { origin: origins[size], ...trust }, inFlight },
          plan,
        );
        const cell = `${size}, ${inFlight}`;
        print(`${cell} in flight${flags.length > 0 ? ', TLS' : ''}`, costs);
        figures.push(...(flags.length > 0 ? tlsFigures(cell, costs) : plainFigures(cell, costs)));
      }
    }
  } finally {
    for (const peer of [server, ...clients.values()]) peer.end();
  }
  return figures;
}

type Cost = { wall: number; cpu: number };
type Costs = ReadonlyMap<string, readonly Cost[]>;

/** Microseconds a call, by client and round. */
async function measureCell(
  clients: ReadonlyMap<string, Peer>,
  cell: Omit<Round, 'calls'>,
  { rounds, milliseconds }: Plan,
): Promise<Costs> {
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

/** Calls until the code is as fast as it gets, and says how many fit into the time of a round. */
async function warmUp(client: Peer, cell: Omit<Round, 'calls'>, milliseconds: number): Promise<number> {
  let calls = cell.inFlight;
  let spent = 0;
  for (;;) {
    const time = (await client.ask<Measured>({ ...cell, calls })).wall / 1000;
    spent += time;
    const fitting = Math.max(cell.inFlight, Math.round((calls * milliseconds) / time));
    if (spent >= WARM_UP_ROUNDS * milliseconds) return fitting;
    calls = Math.min(2 * calls, fitting);
  }
}

function ratios(costs: Costs, name: string, reference: string): number[] {
  const others = costs.get(reference) ?? [];
  return (costs.get(name) ?? []).map(({ wall }, round) => (others[round]?.wall ?? Number.NaN) / wall);
}

function print(cell: string, costs: Costs): void {
  const rows = [...costs].map(([name, own]) => [
    name,
    ...['fetch', 'undici.request'].map((reference) =>
      costs.has(reference) ? spread(quartiles(ratios(costs, name, reference)), 2) : '-',
    ),
    spread(quartiles(own.map(({ wall }) => wall)), 1),
    spread(quartiles(own.map(({ cpu }) => cpu)), 1),
  ]);
  console.log(`\n${cell}\n`);
  console.log(table(['client', 'times fetch', 'times undici.request', 'us a call', 'us of CPU'], rows));
}

function plainFigures(cell: string, costs: Costs): Figure[] {
  const goal = TIMES_FETCH[cell];
  return [
    ...(goal === undefined
      ? []
      : figure(`${cell} in flight, to fetch`, ratios(costs, 'ours', 'fetch'), goal)),
    ...figure(`${cell} in flight, to undici.request`, ratios(costs, 'ours', 'undici.request'), OF_UNDICI),
  ];
}

function tlsFigures(cell: string, costs: Costs): Figure[] {
  return WITH_TLS.slice(1).flatMap((name) =>
    figure(
      `${cell} in flight, ${name.slice(6)}, to undici.request`,
      ratios(costs, name, 'undici.request'),
      OF_UNDICI_WITH_TLS,
    ),
  );
}

function figure(what: string, values: readonly number[], goal: number): Figure[] {
  const value = quartiles(values).median;
  return Number.isNaN(value)
    ? []
    : [{ what: `calls: ${what}`, value, unit: 'times', goal: Number(goal.toFixed(2)), isMoreBetter: true }];
}
