import { expect, test } from 'vitest';
import { serializePath } from '../src/call/path-serializer.ts';

const DISK = '/securevm/{uuid}/encryption/{disk_id}';
const NETWORK = '/securevm/network/{network}/ip/{ip}';

test.each([
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
])('fills in %s', (_, template, values, want) => {
  expect(serializePath(template, values)).toBe(want);
});

test.each([
  ['a missing value', '/users/{user}', {}, 'is missing'],
  ['undefined', '/users/{user}', { user: undefined }, 'is missing'],
  ['null', '/users/{user}', { user: null }, 'is missing'],
  ['an inherited property', '/users/{toString}', {}, 'is missing'],
  ['an object', '/users/{user}', { user: {} }, 'must be a string'],
  ['nothing', '/users/{user}', { user: '' }, 'is empty'],
  ['a dot', '/users/{user}', { user: '.' }, 'another path'],
  ['two dots', '/users/{user}', { user: '..' }, 'another path'],
  ['a slash', '/users/{user}', { user: 'a/b' }, 'must not contain "/"'],
  ['a backslash', '/users/{user}', { user: 'a\\b' }, 'refuses'],
  ['a semicolon', '/users/{user}', { user: 'a;b' }, 'refuses'],
  ['a percent sign', '/users/{user}', { user: '%2e%2e' }, 'refuses'],
  ['a control character', '/users/{user}', { user: 'a\nb' }, 'refuses'],
  ['a lone surrogate', '/users/{user}', { user: '\ud800' }, 'surrogate'],
  ['two dots behind a raw slash', NETWORK, { network: 'n', ip: 'a/../b' }, 'another path'],
  ['a doubled raw slash', NETWORK, { network: 'n', ip: 'a//b' }, 'must not begin or end with "/"'],
  ['a leading raw slash', NETWORK, { network: 'n', ip: '/a' }, 'must not begin or end with "/"'],
])('refuses %s, naming the parameter', (_, template, values, problem) => {
  expect(() => serializePath(template, values)).toThrow(TypeError);
  expect(() => serializePath(template, values)).toThrow(problem);
});

test('refuses a parameter that the path does not have', () => {
  expect(() => serializePath('/users/{user}', { user: 'a', usr: 'b' })).toThrow('no path parameter "usr"');
});
