/**
 * Tests with node:test, each with its own emulator.
 *
 * @module
 */
import { type TestContext, test } from 'node:test';
import type { EmulatorOptions } from '../options.ts';
import type { Emulator } from '../emulator.ts';
import { startEmulator } from '../start-emulator.ts';

/** Defines a test with its own emulator. */
export type EmulatorTest = (
  name: string,
  run: (emulator: Emulator, context: TestContext) => Promise<void> | void,
) => Promise<void>;

/**
 * Returns node:test's `test` with an emulator for each test. The first test starts an emulator; each test
 * gets a fork of it, which takes a few milliseconds.
 *
 * @example
 *
 * ```ts
 * import assert from 'node:assert/strict';
 * import { emulatorTest } from '@cloudlink-center/emulator/node-test';
 *
 * const test = emulatorTest({ workDuration: 0 });
 *
 * test('there are five machines', (emulator) => {
 *   assert.equal(emulator.store.state.machines.length, 5);
 * });
 * ```
 *
 * @param options - The options of `startEmulator`.
 */
export function emulatorTest(options: EmulatorOptions = {}): EmulatorTest {
  let parent: Promise<Emulator> | undefined;
  return (name, run) =>
    test(name, async (context) => {
      parent ??= startEmulator(options).then(async (one) => {
        // Only its certificates and its initial state are used.
        await one.close();
        return one;
      });
      await using emulator = await (await parent).fork();
      await run(emulator, context);
    });
}
