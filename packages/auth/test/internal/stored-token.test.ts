import { expect, test } from 'vitest';
import { finite, grantFromStore, tokenToStore } from '../../src/internal/stored-token.ts';

test.each([
  [
    { value: 'abc', lifetime: 5 },
    { value: 'abc', expiresAt: 105 },
  ],
  [{ value: 'abc', lifetime: Infinity, isLast: false }, { value: 'abc' }],
  [
    { value: 'abc', lifetime: 5, isLast: true },
    { value: 'abc', expiresAt: 105, repeated: true },
  ],
])('%j is stored as %j, and read again', (grant, stored) => {
  expect(tokenToStore(grant, 100)).toStrictEqual(stored);
  expect(grantFromStore(stored, 100)).toEqual({ isLast: false, ...grant });
});

test.each([
  undefined,
  null,
  'abc',
  {},
  { value: '' },
  { value: 'two words' },
  { value: 'abc', expiresAt: 100 },
  { value: 'abc', expiresAt: 99 },
  { value: 'abc', expiresAt: Number.NaN },
  { value: 'abc', expiresAt: '105' },
])('%j in a store is no token at the time 100', (stored) => {
  // As others may have written it.
  expect(grantFromStore(stored as Parameters<typeof grantFromStore>[0], 100)).toBeUndefined();
});

test.each([
  [5, 5],
  [5.1, 6],
  [Infinity, undefined],
])('for a store, %d ms are %s', (milliseconds, expected) => {
  expect(finite(milliseconds)).toBe(expected);
});
