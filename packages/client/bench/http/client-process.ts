/**
 * One client in a process of its own: makes the calls that the benchmark asks for, and says how long they
 * took.
 *
 * @module
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { type Call, type ClientName, CLIENTS, type Target } from './clients.ts';

/** What the benchmark says: so many calls, so many of them at once. */
export interface Round {
  readonly target: Target;
  readonly calls: number;
  readonly inFlight: number;
}

/** What the process says after each round. */
export interface Measured {
  /** Microseconds for all calls. */
  readonly wall: number;
  /** Microseconds of processor time, user and system. */
  readonly cpu: number;
  /** Bytes of heap allocated; NaN when the collector ran in between. */
  readonly allocated: number;
}

// The benchmark names a client of the table.
const name = process.argv[2] as ClientName;
const made = new Map<string, Promise<Call>>();
let collections = 0;
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });

process.on('message', (round: Round) => {
  // A failure ends the process, which the benchmark notices.
  void run(round).then((measured) => process.send?.(measured));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function run({ target, calls, inFlight }: Round): Promise<Measured> {
  const call = await callOf(target);
  globalThis.gc?.();
  // The observer hears of collections a moment later.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = { collections, heap: process.memoryUsage().heapUsed, cpu: process.cpuUsage() };
  const began = performance.now();
  let left = calls;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const wall = (performance.now() - began) * 1000;
  const cpu = process.cpuUsage(before.cpu);
  const allocated = process.memoryUsage().heapUsed - before.heap;
  await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    wall,
    cpu: cpu.user + cpu.system,
    allocated: collections > before.collections ? Number.NaN : allocated,
  };
}

function callOf(target: Target): Promise<Call> {
  const known = made.get(target.origin) ?? CLIENTS[name](target);
  made.set(target.origin, known);
  return known;
}
