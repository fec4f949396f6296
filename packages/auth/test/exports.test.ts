import { expect, test } from 'vitest';
import * as api from '../src/index.ts';

test('the package exports exactly these values', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'AuthError',
    'authFetch',
    'bearerAuth',
    'bindTokenSource',
    'clientCredentials',
    'fetchWithToken',
    'implicit',
    'isAuthError',
    'isLoopback',
    'parseRetryAfter',
    'quote',
    'redact',
    'sharedStore',
  ]);
});
