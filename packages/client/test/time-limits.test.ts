import { expect, test } from 'vitest';
import { checkTimeouts, timeLimits, type Timeouts } from '../src/resilience/time-limits.ts';

const MINUTE = 60_000;
type Given = number | Timeouts | undefined;

test.each<[slow: boolean, client: Given, call: Given, attempt: number, total: number]>([
  [false, undefined, undefined, 30_000, 120_000],
  [true, undefined, undefined, 15 * MINUTE, 30 * MINUTE],
  // A number is the limit of an attempt.
  [false, 5000, undefined, 5000, 120_000],
  [false, undefined, 5000, 5000, 120_000],
  [false, 5000, 7000, 7000, 120_000],
  [false, { total: 9000 }, undefined, 30_000, 9000],
  [false, undefined, { total: 9000 }, 30_000, 9000],
  [false, { attempt: 5000, total: 9000 }, { attempt: 6000 }, 6000, 9000],
  // What a client sets does not shorten what is known to be slow; what a call sets does.
  [true, 5000, undefined, 15 * MINUTE, 30 * MINUTE],
  [true, { total: 9000 }, undefined, 15 * MINUTE, 30 * MINUTE],
  [true, 20 * MINUTE, undefined, 20 * MINUTE, 30 * MINUTE],
  [true, { total: 40 * MINUTE }, undefined, 15 * MINUTE, 40 * MINUTE],
  [true, undefined, 5000, 5000, 30 * MINUTE],
  [true, 5000, { total: 9000 }, 15 * MINUTE, 9000],
  // A longer attempt stretches a total that nobody has set, and no other.
  [false, undefined, 300_000, 300_000, 300_000],
  [false, 300_000, undefined, 300_000, 300_000],
  [false, { total: 9000 }, 300_000, 300_000, 300_000],
  [false, { attempt: 300_000, total: 9000 }, undefined, 300_000, 9000],
  [false, 300_000, { total: 9000 }, 300_000, 9000],
  [false, Infinity, undefined, Infinity, Infinity],
])('slow %s, client %j, call %j: %i ms an attempt, %i ms in all', (slow, client, call, attempt, total) => {
  expect(timeLimits({ slow }, client, call)).toEqual({ attempt, total });
});

test.each([undefined, 1, Infinity, { attempt: 1 }, { total: Infinity }, {}, { attempt: undefined }])(
  'takes %j',
  (given) => {
    // As a caller without exact optional types may give it.
    expect(() => checkTimeouts('timeout', given as Given)).not.toThrow();
  },
);

test.each([0, -1, Number.NaN, { attempt: 0 }, { total: -1 }, { attempt: '5' }, { seconds: 5 }])(
  'refuses %j',
  (given) => {
    // As a caller without types may give it.
    expect(() => checkTimeouts('timeout', given as Timeouts)).toThrow(TypeError);
  },
);
