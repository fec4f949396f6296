/**
 * Tests with vitest: each gets an emulator with a state of its own.
 *
 * @module
 */
import { type TestAPI, test } from 'vitest';
import type { EmulatorOptions } from '../options.ts';
import type { Emulator } from '../emulator.ts';
import { startEmulator } from '../start-emulator.ts';

/**
 * vitest's `test`, whose tests have `emulator`: a fork of one that starts with the first test, so it takes a few milliseconds. Tests may run at the same time.
 *
 * @example
 * const test = emulatorTest({ workDuration: 0 });
 * test('…', async ({ emulator }) => { … });
 */
export function emulatorTest(options: EmulatorOptions = {}): TestAPI<{ emulator: Emulator }> {
  let parent: Promise<Emulator> | undefined;
  return test.extend<{ emulator: Emulator }>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from this pattern.
    emulator: async ({}, use) => {
      parent ??= startEmulator(options).then(async (one) => {
        // Only its certificates and its beginning are used.
        await one.close();
        return one;
      });
      await using emulator = await (await parent).fork();
      await use(emulator);
    },
  });
}
