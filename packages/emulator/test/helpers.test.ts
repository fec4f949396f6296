import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { emulatorTest } from '../src/testing/vitest.ts';

const test = emulatorTest({ workDuration: 0 });

describe.concurrent('each test of vitest has a state of its own', () => {
  for (const name of ['first', 'second', 'third'])
    test(name, async ({ emulator }) => {
      expect(emulator.store.state.machines).toHaveLength(5);
      emulator.store.state.machines = [];
      await new Promise((resolve) => setImmediate(resolve));
      expect(emulator.store.state.machines).toHaveLength(0);
    });
});

test('so has each test of node:test', async () => {
  const file = join(import.meta.dirname, 'processes/node-tests.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--test-reporter=tap', file], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  expect(stdout).toMatch(/# pass 3\n# fail 0/);
});
