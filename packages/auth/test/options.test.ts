/** Options that are refused at once, and what the messages say about them. */
import { expect, test } from 'vitest';
import { clientCredentials, implicit, isLoopback } from '../src/index.ts';

const CLIENT = { clientId: 'robot', clientSecret: 'made-up' };
const PAGE = { clientId: 'web', redirectUri: 'https://app.example.com/callback' };

test.each([
  [{ clientId: '' }, 'clientId is empty'],
  [{ clientId: undefined }, 'clientId is undefined'],
  [{ clientId: 7 }, 'clientId is 7'],
  [{ clientSecret: '' }, 'clientSecret is empty'],
  [{ clientSecret: { value: 'made-up' } }, 'clientSecret is object'],
  [{ credentialsIn: 'header' }, 'credentialsIn is string'],
  [{ timeout: 0 }, 'timeout is 0'],
  [{ timeout: 2 ** 31 }, 'timeout is 2147483648'],
  [{ refusalPause: -1 }, 'refusalPause is -1'],
])('client credentials refuse %j', (options, message) => {
  // As a caller without types may give them.
  const given = { ...CLIENT, ...options } as typeof CLIENT;
  expect(() => clientCredentials(given)).toThrow(TypeError);
  expect(() => clientCredentials(given)).toThrow(message);
});

test.each([
  { refusalPause: 0 },
  { timeout: 1 },
  { timeout: 2 ** 31 - 1 },
  { credentialsIn: 'body' as const },
])('client credentials take %j', (options) => {
  expect(() => clientCredentials({ ...CLIENT, ...options })).not.toThrow();
});

test.each([
  [{ clientId: '' }, 'clientId is empty'],
  [{ redirectUri: '/callback' }, 'redirectUri is string'],
  [{ redirectUri: 'https://app.example.com/#callback' }, 'redirectUri is string'],
  [{ timeout: -1 }, 'timeout is -1'],
])('the implicit grant refuses %j', (options, message) => {
  expect(() => implicit({ ...PAGE, ...options })).toThrow(TypeError);
  expect(() => implicit({ ...PAGE, ...options })).toThrow(message);
});

test.each([
  ['localhost', true],
  ['[::1]', true],
  ['127.0.0.1', true],
  ['127.10.200.30', true],
  ['x.localhost', false],
  ['10.127.0.0.1', false],
  ['127.0.0.1.example.com', false],
  ['127.0.1', false],
  ['128.0.0.1', false],
])('%s is this machine: %s', (hostname, isThis) => {
  expect(isLoopback(hostname)).toBe(isThis);
});
