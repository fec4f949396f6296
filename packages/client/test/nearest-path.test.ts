import { expect, test } from 'vitest';
import { nearestPath } from '../src/call/nearest-path.ts';

test.each([
  ['a letter too many', 'GET', '/securevms', 'GET /securevm'],
  ['a letter too few', 'GET', '/securev', 'GET /securevm'],
  ['another letter', 'GET', '/securevn', 'GET /securevm'],
  ['the same path with another method', 'PUT', '/securevm', 'GET /securevm'],
  ['a method that fits better', 'POST', '/securevm/group', 'POST /securevm/groups'],
  ['a parameter and a word cut short', 'PUT', '/securevm/{uuid}/mov', 'PUT /securevm/{uuid}/move'],
])('with %s %s %s is taken for %s', (_, method, path, nearest) => {
  expect(nearestPath(method, path)).toBe(nearest);
});

test.each([
  '/',
  '/nothing/like/any/of/them/at/all',
  '/zzzzzzzz',
  '/xecxrexm',
  // The end of a path, without or behind something else.
  'curevm',
  '/rest/securevm',
  '/xxxx/securevm',
])('%s is like none', (path) => {
  expect(nearestPath('GET', path)).toBeUndefined();
});
