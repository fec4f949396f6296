/** What a body of a success means. */
import { expect, test } from 'vitest';
import { parseAnswer } from '../src/call/parse-answer.ts';

test('a body is JSON, text where that may be, or nothing', () => {
  expect(parseAnswer('[{"a":1}]', false)).toStrictEqual({ data: [{ a: 1 }] });
  expect(parseAnswer('null', false)).toStrictEqual({ data: null });
  expect(parseAnswer('5', true)).toStrictEqual({ data: 5 });
  expect(parseAnswer('198.51.100.152', true)).toStrictEqual({ data: '198.51.100.152' });
  for (const mayBeText of [true, false])
    expect(parseAnswer('', mayBeText)).toStrictEqual({ data: undefined });
});

test('anything else is a problem', () => {
  expect(parseAnswer('198.51.100.152', false)).toStrictEqual({ problem: 'is not JSON' });
  expect(parseAnswer('{"cut":', false)).toStrictEqual({ problem: 'is not JSON' });
  const deep = '['.repeat(2_000) + ']'.repeat(2_000);
  for (const mayBeText of [true, false])
    expect(parseAnswer(deep, mayBeText)).toStrictEqual({ problem: 'is nested too deeply' });
});
