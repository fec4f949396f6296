/**
 * Tests with node:test, which helpers.test.ts runs.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { emulatorTest } from '../../src/testing/node-test.ts';

const test = emulatorTest();

for (const name of ['first', 'second', 'third'])
  void test(name, (emulator) => {
    assert.equal(emulator.store.state.machines.length, 5);
    emulator.store.state.machines = [];
  });
