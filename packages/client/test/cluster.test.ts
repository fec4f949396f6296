/**
 * A cluster as a property: whatever its nodes have gone through, once one has been healthy for the return
 * period, calls succeed; what may not be repeated reaches servers once; node-local calls never move; every
 * call ends once. `pnpm chaos` runs 10,000 histories, or `CHAOS_RUNS`; `CHAOS_SEED` repeats those of a seed,
 * which the test's name has.
 */
import { asyncModelRun, asyncProperty, assert, boolean, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { histories, NODES } from './cluster/histories.ts';
import { startHistory } from './cluster/history.ts';

const runs = Number(process.env['CHAOS_RUNS'] ?? 100);
const seed = Number(process.env['CHAOS_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
/** At the same time, since a history mostly waits. */
const SLOTS = Math.min(100, Math.ceil(runs / 5));

test(
  `nothing twice and nothing stuck in ${runs} histories of a cluster, seed ${seed}`,
  async () => {
    let ran = 0;
    const each = Math.ceil(runs / SLOTS);
    const slots = Array.from({ length: SLOTS }, async (_, slot) => {
      const property = asyncProperty(
        histories(12),
        boolean(),
        nat(NODES - 1),
        async (commands, isWatched, last) => {
          await using history = await startHistory(slot, NODES, isWatched);
          await asyncModelRun(() => ({ model: {}, real: history }), commands);
          await history.calmDown(last, ['down', 'unavailable', 'down']);
          await history.check();
          ran += 1;
          if (ran % 1_000 === 0) console.log(`${ran} histories`);
        },
      );
      await assert(property, { numRuns: each, seed: seed + slot, endOnFailure: true });
    });
    await Promise.all(slots);
    console.log(`${ran} histories, seed ${seed}`);
    expect(ran).toBeGreaterThanOrEqual(runs);
  },
  // Against a history that never ends. A busy machine takes many times as long as an idle one.
  Math.max(900_000, runs * 5_000),
);
