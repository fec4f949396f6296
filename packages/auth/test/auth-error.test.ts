import { expect, test } from 'vitest';
import { AuthError, isAuthError } from '../src/index.ts';

test('carries code, status, retryable, oauthError and cause', () => {
  const cause = new Error('why');
  const error = new AuthError('token_refused', 'no', {
    status: 401,
    retryable: true,
    oauthError: 'invalid_client',
    cause,
  });
  expect(error).toMatchObject({
    name: 'AuthError',
    code: 'token_refused',
    message: 'no',
    status: 401,
    retryable: true,
    oauthError: 'invalid_client',
    cause,
  });
});

test('is not retryable unless it says so', () => {
  expect(new AuthError('token_refused', 'no')).toMatchObject({ retryable: false });
});

test.each([
  ['an AuthError', new AuthError('token_timeout', ''), true],
  ['one of another copy', Object.assign(new Error('x'), { name: 'AuthError', code: 'token_timeout' }), true],
  ['another error', new TypeError('x'), false],
  ['a look-alike', { name: 'AuthError' }, false],
  ['nothing', undefined, false],
])('isAuthError knows %s', (_, value, expected) => {
  expect(isAuthError(value)).toBe(expected);
});
