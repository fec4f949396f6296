/**
 * How the steps of `npm test` run: in groups, two at a time, and with the command of a step that failed. Part
 * of `npm test`.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runSteps, type Step } from '../steps/run-steps.ts';

let folder: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-steps-'));
  said = '';
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((text: string) => void (said += `${text}\n`));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A step that makes a file, waits for those of others, and ends. */
function step(name: string, { waitsFor = [] as string[], status = 0 } = {}): Step {
  const program = `
    const { existsSync, writeFileSync } = require('node:fs');
    writeFileSync(${JSON.stringify(join(folder, name))}, '');
    const others = ${JSON.stringify(waitsFor.map((other) => join(folder, other)))};
    const look = () => (others.every(existsSync) ? process.exit(${String(status)}) : setTimeout(look, 20));
    console.log('words of ${name}');
    look();
  `;
  writeFileSync(join(folder, `${name}.cjs`), program);
  return { name, command: [process.execPath, join(folder, `${name}.cjs`)] };
}

test('two steps of a group run at the same time, and the next group after them', async () => {
  const groups = [
    [step('one', { waitsFor: ['two'] }), step('two', { waitsFor: ['one'] }), step('three')],
    [step('four', { waitsFor: ['three'] }), step('five')],
  ];
  expect(await runSteps(groups, () => {})).toBe(0);
  expect(said).toContain('[1/5] one');
  expect(said).toMatch(/words of two[^]*two took [\d.]+ s/);
  expect(said.indexOf('four:')).toBeGreaterThan(said.indexOf('three took'));
});

test('after a failure the next group does not begin, and the command for the failed step is printed', async () => {
  const failed = vi.fn();
  const groups = [
    [step('bad', { status: 3 }), step('beside', { waitsFor: ['bad'] }), step('late')],
    [step('later')],
  ];
  expect(await runSteps(groups, failed)).toBe(3);
  expect(failed).toHaveBeenCalledOnce();
  expect(said).toContain('words of bad');
  expect(said).toMatch(/The step "bad" failed.*exec .*bad\.cjs/);
  expect(existsSync(join(folder, 'later'))).toBe(false);
});

test('a step that explains itself is not explained once more, and a quiet one is silent unless it fails', async () => {
  expect(await runSteps([[{ ...step('quiet'), quiet: true }]], () => {})).toBe(0);
  expect(said).not.toContain('words of quiet');
  const explained: Step = { ...step('loud', { status: 1 }), quiet: true, explains: true };
  expect(await runSteps([[explained]], () => {})).toBe(1);
  expect(said).toContain('words of loud');
  expect(said).not.toContain('The step "loud" failed');
});
