import { expect, test } from 'vitest';
import { createRetryBudget } from '../src/resilience/retry-budget.ts';

function budget() {
  let now = 1000;
  const all = createRetryBudget(() => now);
  const spent = (): number => {
    let count = 0;
    while (all.spend()) count += 1;
    return count;
  };
  return { ...all, spent, pass: (milliseconds: number) => void (now += milliseconds) };
}

test('holds ten repetitions, and no more after a long rest', () => {
  const { spent, pass } = budget();
  expect(spent()).toBe(10);
  pass(3_600_000);
  expect(spent()).toBe(10);
});

test('ten successes earn one', () => {
  const { spent, earn } = budget();
  spent();
  // A tenth ten times is a little less than one.
  for (let success = 0; success < 9; success++) earn();
  expect(spent()).toBe(0);
  earn();
  earn();
  expect(spent()).toBe(1);
});

test('successes fill it to the brim only', () => {
  const { spent, earn } = budget();
  for (let success = 0; success < 100; success++) earn();
  expect(spent()).toBe(10);
});

test('six seconds bring one back', () => {
  const { spent, pass } = budget();
  spent();
  pass(5999);
  expect(spent()).toBe(0);
  pass(1);
  expect(spent()).toBe(1);
  pass(12_000);
  expect(spent()).toBe(2);
});
