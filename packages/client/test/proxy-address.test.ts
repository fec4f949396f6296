/** Which proxy an address or the environment means. */
import { expect, test } from 'vitest';
import { parseProxy, proxyFromEnvironment } from '../src/transport/proxy.ts';

test('a user name, a password or both are the credentials', () => {
  const credentials = ['', 'robot@', ':secret@', 'robot:secret@'].map((prefix) => {
    const { origin, authorization } = parseProxy(`http://${prefix}proxy`);
    expect(origin).toBe('http://proxy');
    return authorization;
  });
  const wanted = ['robot:', ':secret', 'robot:secret'].map((text) => `Basic ${btoa(text)}`);
  expect(credentials).toEqual([undefined, ...wanted]);
});

interface Rule {
  readonly rule: string;
  readonly excludes?: readonly string[];
  readonly keeps?: readonly string[];
}

test.each<Rule>([
  { rule: '*', excludes: ['https://clc.example.com', 'http://10.0.0.1'] },
  { rule: 'CLC.example.com', excludes: ['https://clc.example.com', 'https://CLC.example.com:8443'] },
  { rule: 'example.com', keeps: ['https://clc.example.com'] },
  {
    rule: '.example.com',
    excludes: ['https://clc.example.com', 'https://example.com'],
    keeps: ['https://clc-example.com'],
  },
  { rule: '*.ample.com', excludes: ['https://clc.ample.com'], keeps: ['https://clc.example.com'] },
  {
    rule: '.example.com:8443',
    excludes: ['https://clc.example.com:8443'],
    keeps: ['https://clc.example.com'],
  },
  {
    rule: 'a.example.com, b.example.com c.example.com',
    excludes: ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'],
    keeps: ['https://d.example.com'],
  },
  { rule: 'clc:443', excludes: ['https://clc'], keeps: ['http://clc', 'https://clc:8443'] },
  { rule: 'clc:80', excludes: ['http://clc'], keeps: ['https://clc'] },
  {
    rule: '10.0.0.5-10.0.2.9',
    excludes: ['https://10.0.0.5', 'https://10.0.1.255', 'https://10.0.2.9'],
    keeps: ['https://10.0.0.4', 'https://10.0.2.10', 'https://10.0.3.8', 'https://clc.example.com'],
  },
  { rule: '10.0.0.5, 10.0.0.1-10.0.0.300', keeps: ['https://10.0.0.7'] },
  { rule: '::1', excludes: ['https://[::1]', 'http://[::1]:8080'], keeps: ['https://[::2]'] },
  { rule: '[::1]', excludes: ['https://[::1]:8443'], keeps: ['https://[::2]:8443'] },
  { rule: '[::1]:8443', excludes: ['https://[::1]:8443'], keeps: ['https://[::1]'] },
  { rule: ',', keeps: ['https://clc.example.com'] },
])('no_proxy "$rule" excludes $excludes, and not $keeps', ({ rule, excludes = [], keeps = [] }) => {
  const proxies = { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://proxy:3128' };
  const excluded = [...excludes, ...keeps].filter(
    (address) => proxyFromEnvironment(new URL(address), { ...proxies, NO_PROXY: rule }) === undefined,
  );
  expect(excluded).toEqual(excludes);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['lower case', { https_proxy: 'http://one', http_proxy: 'http://two' }],
  ['upper case', { HTTPS_PROXY: 'http://one', HTTP_PROXY: 'http://two' }],
  ['both', { https_proxy: 'http://one', http_proxy: 'http://two', HTTPS_PROXY: 'http://no' }],
])('each protocol has a name of its own, in %s', (_, environment) => {
  const origins = ['https://clc', 'http://clc'].map(
    (address) => proxyFromEnvironment(new URL(address), environment)?.origin,
  );
  expect(origins).toEqual(['http://one', 'http://two']);
});

test('a missing or empty name is no proxy', () => {
  const url = new URL('https://clc');
  expect(proxyFromEnvironment(url, { http_proxy: 'http://two' })).toBeUndefined();
  expect(proxyFromEnvironment(url, { https_proxy: '' })).toBeUndefined();
});
