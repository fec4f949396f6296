/** How queries, bodies and headers are written. `behaviours.test.ts` compares them with openapi-fetch. */
import { expect, test } from 'vitest';
import { bodyText, queryText, withHeaders } from '../src/call/serialize.ts';

test.each<[string, Record<string, unknown>, string]>([
  [
    'values',
    { text: 'a&b=c/é', number: 5, yes: true, zero: 0, no: false, empty: '' },
    'text=a%26b%3Dc%2F%C3%A9&number=5&yes=true&zero=0&no=false&empty=',
  ],
  ['a list', { one: ['x', 'y z', 3] }, 'one=x&one=y%20z&one=3'],
  ['an object', { deep: { a: 1, b: 'c d' } }, 'deep[a]=1&deep[b]=c%20d'],
  ['nothing', { none: undefined, null: null, list: [null, undefined], deep: { a: null }, empty: [] }, ''],
  ['something beside nothing', { none: undefined, a: 1, null: null, b: 2 }, 'a=1&b=2'],
])('a query of %s', (_, query, text) => {
  expect(queryText(query)).toBe(text);
});

test.each<[string, Record<string, unknown>]>([
  ['list', { list: [{ a: 1 }] }],
  ['deep[a]', { deep: { a: { b: 1 } } }],
  ['deep[a]', { deep: { a: [1] } }],
])('an object inside %s is a TypeError', (name, query) => {
  expect(() => queryText(query)).toThrow(
    `The query parameter "${name}" must be a value or a list of values.`,
  );
});

test('a body is JSON, or a form where the headers say so', () => {
  const body = { name: 'a b', note: 'c&d' };
  expect(bodyText(body, { 'content-type': 'application/json' })).toBe('{"name":"a b","note":"c&d"}');
  expect(bodyText(body, {})).toBe('{"name":"a b","note":"c&d"}');
  expect(bodyText(body, { 'content-type': 'application/x-www-form-urlencoded' })).toBe('name=a+b&note=c%26d');
});

test('headers of the caller replace, extend or remove those of the client', () => {
  const base = { accept: 'application/json', 'content-type': 'application/json' };
  expect(withHeaders(base, { Accept: 'text/csv', 'X-Number': 5, 'X-List': ['a', 'b'] })).toEqual({
    ...base,
    accept: 'text/csv',
    'x-number': '5',
    'x-list': 'a, b',
  });
  expect(withHeaders(base, { 'Content-Type': null, Accept: undefined })).toEqual({ accept: base.accept });
  expect(withHeaders(base, new Headers({ Accept: 'text/csv' }) as never)).toEqual({
    ...base,
    accept: 'text/csv',
  });
});
