/**
 * Tests with node:test: each gets an emulator with a state of its own.
 *
 * @module
 */
import { type TestContext, test } from 'node:test';
import type { EmulatorOptions } from '../options.ts';
import type { Emulator } from '../emulator.ts';
import { startEmulator } from '../start-emulator.ts';

/** A test with an emulator of its own. */
export type EmulatorTest = (
  name: string,
  run: (emulator: Emulator, context: TestContext) => Promise<void> | void,
) => Promise<void>;

/**
 * node:test's `test`, whose tests get an emulator: a fork of one that starts with the first test, so it takes a few milliseconds.
 *
 * @example
 * const test = emulatorTest({ workDuration: 0 });
 * test('…', async (emulator) => { … });
 */
export function emulatorTest(options: EmulatorOptions = {}): EmulatorTest {
  let parent: Promise<Emulator> | undefined;
  return (name, run) =>
    test(name, async (context) => {
      parent ??= startEmulator(options).then(async (one) => {
        // Only its certificates and its beginning are used.
        await one.close();
        return one;
      });
      await using emulator = await (await parent).fork();
      await run(emulator, context);
    });
}
