import { expect, test } from 'vitest';
import {
  countingAttempts,
  type FailedAttempt,
  nextAttemptAt,
  NO_ANSWER,
} from '../../src/internal/failed-attempts.ts';

const NOW = 1_700_000_000_000;
const PAUSE = 1000;
/** Failed requests, one second apart, the last one a second ago. */
const failed = (...rows: [tag: number, weight: number][]): FailedAttempt[] =>
  rows.map(([tag, weight], index) => ({ tag, weight, at: NOW - (rows.length - index) * 1000 }));

test('the pause grows with the refusals, and ends at once for the first change of the secret', () => {
  const rows: [string, FailedAttempt[], number][] = [
    ['nothing', [], 0],
    ['one refusal', failed([7, 1]), 1],
    ['two', failed([7, 1], [7, 1]), 5],
    ['three', failed([7, 1], [7, 1], [7, 1]), 15],
    ['four', failed([7, 1], [7, 1], [7, 1], [7, 1]), 15],
    ['one without an answer', failed([7, NO_ANSWER]), 0],
    ['two without', failed([7, NO_ANSWER], [7, NO_ANSWER]), 0],
    ['three without', failed([7, NO_ANSWER], [7, NO_ANSWER], [7, NO_ANSWER]), 1],
    ['another secret', failed([8, 1], [8, 1]), 0],
    ['two others', failed([8, 1], [9, 1]), 5],
    ['this one and then another', failed([7, 1], [8, 1]), 5],
    ['another and then this one', failed([8, 1], [7, 1]), 5],
  ];
  for (const [name, attempts, pauses] of rows) {
    const want = pauses === 0 ? NOW : NOW - 1000 + pauses * PAUSE;
    expect(nextAttemptAt(attempts, 7, NOW, PAUSE), name).toBe(want);
  }
});

test('an attempt is forgotten after sixty pauses', () => {
  const at = (age: number): FailedAttempt => ({ tag: 7, weight: 1, at: NOW - age });
  const attempts = [at(70 * PAUSE), at(60 * PAUSE), at(60 * PAUSE - 1), at(0)];
  expect(countingAttempts(attempts, NOW, PAUSE)).toEqual(attempts.slice(2));
});
