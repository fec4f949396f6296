/**
 * Tests with vitest, each with its own emulator.
 *
 * @module
 */
import { type TestAPI, test } from 'vitest';
import type { EmulatorOptions } from '../options.ts';
import type { Emulator } from '../emulator.ts';
import { startEmulator } from '../start-emulator.ts';

/**
 * Returns vitest's `test` with the fixture `emulator`. The first test starts an emulator; each test gets a
 * fork of it, which takes a few milliseconds. Tests may run concurrently.
 *
 * @example
 *
 * ```ts
 * import { emulatorTest } from '@cloudlink-center/emulator/vitest';
 * import { expect } from 'vitest';
 *
 * const test = emulatorTest({ workDuration: 0 });
 *
 * test('there are five machines', ({ emulator }) => {
 *   expect(emulator.store.state.machines).toHaveLength(5);
 * });
 * ```
 *
 * @param options - The options of `startEmulator`.
 */
export function emulatorTest(options: EmulatorOptions = {}): TestAPI<{ emulator: Emulator }> {
  let parent: Promise<Emulator> | undefined;
  return test.extend<{ emulator: Emulator }>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from this pattern.
    emulator: async ({}, use) => {
      parent ??= startEmulator(options).then(async (one) => {
        // Only its certificates and its initial state are used.
        await one.close();
        return one;
      });
      await using emulator = await (await parent).fork();
      await use(emulator);
    },
  });
}
