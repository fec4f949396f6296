/**
 * The command `pnpm emulator:fuzz`: the first argument is the number of requests, 50,000 by default; the
 * second is the seed.
 *
 * @module
 */
import { startEmulator } from '../src/index.ts';
import { fuzz } from './fuzz.ts';

const [, , count = '50000', seed = String(Date.now() % 1_000_000)] = process.argv;
await using emulator = await startEmulator({ checkAnswers: true, workDuration: 10 });
const start = performance.now();
const { requests, statuses, failures } = await fuzz(emulator, Number(seed), Number(count));
console.log(
  `${requests} requests with seed ${seed} in ${Math.round((performance.now() - start) / 1000)} s:`,
  statuses,
);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
