import { expect, test } from 'vitest';
import { serializePath } from '../src/call/path-serializer.ts';

const DISK = '/securevm/{uuid}/encryption/{disk_id}';
const NETWORK = '/securevm/network/{network}/ip/{ip}';

const FILLED: readonly [what: string, template: string, values: Record<string, unknown>, want: string][] = [
  ['a plain value', '/users/{user}', { user: 'jdoe' }, '/users/jdoe'],
  ['a space', '/users/{user}', { user: 'J Doe' }, '/users/J%20Doe'],
  ['a question mark and a hash', '/users/{user}', { user: 'a?b#c' }, '/users/a%3Fb%23c'],
  ['a name with letters of its own', '/roles/{role}', { role: 'Prüfer' }, '/roles/Pr%C3%BCfer'],
  ['dots inside a name', '/dns/{ip}', { ip: '192.0.2.53' }, '/dns/192.0.2.53'],
  ['three dots', '/users/{user}', { user: '...' }, '/users/...'],
  ['a number', DISK, { uuid: 'u', disk_id: 12 }, '/securevm/u/encryption/12'],
  [
    'a CIDR, its slash raw',
    NETWORK,
    { network: 'Office', ip: '10.0.0.0/24' },
    '/securevm/network/Office/ip/10.0.0.0/24',
  ],
  [
    'an IPv6 CIDR',
    NETWORK,
    { network: 'n', ip: '2001:db8::/32' },
    '/securevm/network/n/ip/2001%3Adb8%3A%3A/32',
  ],
  ['no parameters at all', '/securevm', {}, '/securevm'],
];

test('fills in encoded values', () => {
  expect(FILLED.map(([what, template, values]) => [what, serializePath(template, values)])).toEqual(
    FILLED.map(([what, , , want]) => [what, want]),
  );
});

const USER = '/users/{user}';

test.each<[problem: string, name: string, template: string, values: readonly Record<string, unknown>[]]>([
  ['is missing.', 'user', USER, [{}, { user: undefined }, { user: null }]],
  // An inherited property.
  ['is missing.', 'toString', '/users/{toString}', [{}]],
  ['must be a string, not object.', 'user', USER, [{ user: {} }, { user: ['a'] }]],
  ['must be a string, not boolean.', 'user', USER, [{ user: true }]],
  ['is empty.', 'user', USER, [{ user: '' }]],
  ['which would lead to another path.', 'user', USER, [{ user: '.' }, { user: '..' }]],
  ['must not contain "/".', 'user', USER, [{ user: 'a/b' }, { user: '/' }]],
  [
    'must not contain "%", ";", "\\" or control characters',
    'user',
    USER,
    [{ user: 'a\\b' }, { user: 'a;b' }, { user: '%2e%2e' }, { user: 'a\nb' }, { user: 'a\u0085b' }],
  ],
  ['contains a lone surrogate.', 'user', USER, [{ user: '\ud800' }]],
  [
    'which would lead to another path.',
    'ip',
    NETWORK,
    [
      { network: 'n', ip: 'a/../b' },
      { network: 'n', ip: './b' },
    ],
  ],
  [
    'must not begin or end with "/", or contain "//".',
    'ip',
    NETWORK,
    [
      { network: 'n', ip: 'a//b' },
      { network: 'n', ip: '/a' },
      { network: 'n', ip: 'a/' },
    ],
  ],
  ['must not contain "/".', 'network', NETWORK, [{ network: 'a/b', ip: 'a' }]],
])('%s (parameter %s of %s)', (problem, name, template, all) => {
  for (const values of all) {
    expect(() => serializePath(template, values)).toThrow(TypeError);
    expect(() => serializePath(template, values)).toThrow(`Path parameter "${name}" of ${template} `);
    expect(() => serializePath(template, values)).toThrow(problem);
  }
});

test('refuses a parameter that the path does not have', () => {
  expect(() => serializePath('/users/{user}', { user: 'a', usr: 'b' })).toThrow(
    '/users/{user} has no path parameter "usr".',
  );
  expect(() => serializePath('/users', { user: 'a' })).toThrow('/users has no path parameter "user".');
});

test('refuses paths that lead elsewhere, or that the server refuses', () => {
  const refused: Readonly<Record<string, readonly string[]>> = {
    'must begin with "/".': ['', 'users', './users', ' /users'],
    'must not contain "?" or "#"': ['/users?a=b', '/users#a', '/?'],
    'must not end with "/" or contain "//".': ['/', '//', '//users', '/users/', '/users//a', '/{user}/'],
    'which would lead to another path.': ['/.', '/..', '/users/..', '/../users', '/%2e', '/%2E./{user}'],
    'contains characters that the server refuses.': [
      '/a\\b',
      '/a;b',
      '/a\nb',
      '/a\u007fb',
      '/{user};a',
      '/a%2fb',
      '/a%2Fb',
      '/a%5cb',
      '/a%3bb',
      '/a%25b',
      '/a%00b',
    ],
  };
  for (const [problem, paths] of Object.entries(refused))
    for (const path of paths)
      expect(() => serializePath(path, path.includes('{') ? { user: 'a' } : {}), path).toThrow(problem);
});

test('other paths stay as they are', () => {
  const paths = ['/a b', '/é', '/a%20b', '/a.b', '/...', '/.a', '/a..', '/a:b,c', '/a-b_c/D9', '/a%2eb'];
  expect(paths.map((path) => serializePath(path, {}))).toEqual(paths);
  expect(paths.map((path) => serializePath(`${path}/{user}`, { user: 'a' }))).toEqual(
    paths.map((path) => `${path}/a`),
  );
});
