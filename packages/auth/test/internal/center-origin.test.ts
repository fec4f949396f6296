import { expect, test } from 'vitest';
import { goesTo, isLoopback, rootOf } from '../../src/internal/center-origin.ts';
import { checkSecurity } from '../../src/internal/check-options.ts';

test.each([
  ['https://clc.example.com', 'https://clc.example.com'],
  ['https://clc.example.com/', 'https://clc.example.com'],
  ['HTTPS://CLC.Example.com:443', 'https://clc.example.com'],
  ['https://192.0.2.7:8443', 'https://192.0.2.7:8443'],
  ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
  ['http://[::1]:1', 'http://[::1]:1'],
])('accepts %s as %s', (given, want) => {
  expect(rootOf(given)).toBe(`${want}/`);
  expect(() => checkSecurity(rootOf(given), {})).not.toThrow();
});

test.each([
  'https://clc.example.com/cloudlink',
  'https://clc.example.com//',
  'https://clc.example.com?a=1',
  'https://clc.example.com#a',
  'https://user:pa55word@clc.example.com',
  'ftp://clc.example.com',
  'file:///etc',
  'clc.example.com',
  'clc.example.com:443',
  '',
])('refuses "%s" and says what to give, without repeating it', (given) => {
  const act = () => rootOf(given);
  expect(act).toThrow(TypeError);
  expect(act).toThrow(/^baseUrl: give an origin like https:\/\/clc\.example\.com$/);
  expect(act).not.toThrow(/pa55word/);
});

test.each([
  'http://clc.example.com',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  // Some resolvers ask the network for it.
  'http://center.localhost',
])('refuses plain HTTP to %s unless asked', (given) => {
  const check = (allowInsecureHttp: boolean) => () => checkSecurity(rootOf(given), { allowInsecureHttp });
  expect(check(false)).toThrow(expect.objectContaining({ code: 'insecure_url' }));
  expect(check(true)).not.toThrow();
});

test.each([
  ['https://clc.example.com/a', true],
  ['https://clc.example.com.evil.com/', false],
  ['https://clc.example.com@evil.com/', false],
  ['https://clc.example.com:8443/', false],
  ['http://clc.example.com/', false],
  ['https://node2.example.com/a', true],
])('knows whether %s goes to the origins: %s', (url, want) => {
  const ours = goesTo({ origin: undefined }, ['https://clc.example.com', 'https://node2.example.com/']);
  expect(ours(url)).toBe(want);
});

test('a source without an address needs origins', () => {
  expect(() => goesTo({ origin: undefined }, undefined)).toThrow(TypeError);
});

test('an address is http or https, and nothing else', () => {
  expect(rootOf('https://clc.example.com')).toBe('https://clc.example.com/');
  expect(rootOf('http://clc.example.com')).toBe('http://clc.example.com/');
  for (const given of ['ftp://clc.example.com', 'wss://clc.example.com', 'file:///', 'clc', '', undefined])
    expect(() => rootOf(given)).toThrow('baseUrl: give an origin like https://clc.example.com');
});

test('knows the names of this machine', () => {
  const names = ['localhost', '[::1]', '127.0.0.1', '127.10.200.255', '127.255.255.254'];
  for (const name of names) expect(isLoopback(name), name).toBe(true);
  for (const name of [
    '',
    'a.localhost',
    'localhost.',
    '128.0.0.1',
    '127.0.0',
    '127.0.0.1.',
    '1127.0.0.1',
    '[::2]',
  ])
    expect(isLoopback(name), name).toBe(false);
});
