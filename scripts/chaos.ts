/**
 * `pnpm chaos [histories] [seed]`: the cluster of the client's tests in 10,000 histories, or as many as wanted. The seed is printed, and brings the same
 * histories again.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [runs = '10000', seed = String(Math.trunc(Math.random() * 2 ** 31))] = process.argv.slice(2);
if (![runs, seed].every((value) => /^\d+$/.test(value)))
  throw new TypeError('pnpm chaos [histories] [seed]: both are whole numbers.');
console.log(`${runs} histories, seed ${seed}: pnpm chaos ${runs} ${seed}`);
const { status } = spawnSync('vitest', ['run', 'test/cluster.test.ts'], {
  cwd: fileURLToPath(new URL('../packages/client', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, CHAOS_RUNS: runs, CHAOS_SEED: seed },
});
process.exitCode = status ?? 1;
