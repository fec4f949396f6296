import { expect, test } from 'vitest';
import { parseBaseUrl } from '../src/client/base-url.ts';

test.each([
  ['https://clc.example.com', 'https://clc.example.com'],
  ['https://clc.example.com/', 'https://clc.example.com'],
  ['https://192.0.2.10:8443', 'https://192.0.2.10:8443'],
  ['https://[2001:db8::10]', 'https://[2001:db8::10]'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
])('reads %s as the origin %s', (given, want) => {
  expect(parseBaseUrl(given)).toBe(want);
});

test.each([
  ['clc.example.com', 'not a URL'],
  ['', 'not a URL'],
  ['https://clc.example.com/cloudlink/rest', 'more than an origin'],
  ['https://clc.example.com?x=1', 'more than an origin'],
  ['http://clc.example.com', 'must use https'],
  ['ftp://clc.example.com', 'must use https'],
])('refuses %s: %s', (given, problem) => {
  expect(() => parseBaseUrl(given)).toThrow(problem);
});

test('refuses a password in the address without repeating it', () => {
  expect(() => parseBaseUrl('https://admin:hunter2-canary@clc.example.com')).toThrow(
    /^(?!.*canary).*more than an origin/,
  );
});
