/* oxlint-disable typescript/no-floating-promises -- node:test waits for its tests itself. */
/** Tests with one emulator each: `node --test node-test.ts`. */
import assert from 'node:assert/strict';
import { emulatorTest } from '@cloudlink-center/emulator/node-test';

const test = emulatorTest({ workDuration: 0 }); // the options of startEmulator

test('no other test changes my machines', (emulator) => {
  assert.equal(emulator.store.state.machines.length, 5);
});
