import { expect, test } from 'vitest';
import { grantFromStore, tokenToStore } from '../../src/internal/stored-token.ts';

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
