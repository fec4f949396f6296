import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter } from '@cloudlink-center/auth';
import { pauseBefore } from '../src/resilience/backoff.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');

test.each([
  ['120', 120_000],
  [' 5 ', 5_000],
  ['0', 0],
  ['Fri, 20 Nov 2026 09:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %j ms', (header, milliseconds) => {
  expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
});

test('any header gives a pause or none, and never throws', () => {
  assert(
    property(string(), (header) => {
      const pause = parseRetryAfter(header, NOW);
      return pause === undefined || pause >= 0;
    }),
  );
});

test('pauses grow, have jitter and have a maximum', () => {
  expect([1, 2, 3].map((repetition) => pauseBefore(repetition, 0))).toEqual([125, 250, 500]);
  expect([1, 2, 3].map((repetition) => pauseBefore(repetition, 1))).toEqual([250, 500, 1_000]);
  expect(pauseBefore(50, 1)).toBe(10_000);
});

test.each([
  [0, 0],
  [60_000, 60_000],
  [60_001, undefined],
])('a server that asks for %d ms gets a pause of %j ms', (asked, pause) => {
  expect(pauseBefore(1, 0, asked)).toBe(pause);
});
