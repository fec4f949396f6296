import { assert, constantFrom, dictionary, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isAuthError } from '../../src/index.ts';
import { readAnswer, readGrant } from '../../src/internal/sign-in-answer.ts';

const GRANTED = '#access_token=a-b&token_type=bearer&state=r1&expires_in=7199';

test.each([
  ['a grant', GRANTED, '', { access_token: 'a-b', token_type: 'bearer', state: 'r1', expires_in: '7199' }],
  ['an error in the fragment', '#error=access_denied&state=r1', '', { error: 'access_denied', state: 'r1' }],
  ['an error in the query', '', '?error=x&state=r1', { error: 'x', state: 'r1' }],
  ['a plus, which is itself', '#error=a+b%20c&state=r1', '', { error: 'a+b c', state: 'r1' }],
  ['an equals sign in a value', '#error=a=b&state=r1', '', { error: 'a=b', state: 'r1' }],
])('reads %s', (_, hash, search, values) => {
  expect(Object.fromEntries(readAnswer({ hash, search }) ?? [])).toEqual(values);
});

test.each([
  ['nothing', '', ''],
  ["the application's own fragment", '#/machines/1', '?page=2'],
  ['a token in the query, where none may come', '', '?access_token=a&state=r1&token_type=bearer'],
  ['a grant without state', '#access_token=a&token_type=bearer', ''],
])('finds no answer in %s', (_, hash, search) => {
  expect(readAnswer({ hash, search })).toBeUndefined();
});

test.each(['#state=r1&error=a&state=r2', '#state=r1&error=%E0%A4%A', '#state=r1&state=r1&error=x'])(
  'refuses %s',
  (hash) => {
    expect(() => readAnswer({ hash, search: '' })).toThrow(
      expect.objectContaining({ code: 'state_mismatch' }),
    );
  },
);

test.each([
  [{ error: 'access_denied' }, 'sign_in_denied'],
  [{ error: 'invalid_scope' }, 'token_refused'],
  [{ access_token: '', token_type: 'bearer' }, 'token_malformed'],
  [{ access_token: 'a b', token_type: 'bearer' }, 'token_malformed'],
  [{ access_token: 'a', token_type: 'mac' }, 'token_malformed'],
  [{ access_token: 'a', token_type: 'bearer', expires_in: '-1' }, 'token_malformed'],
  [{ access_token: 'a', token_type: 'bearer', expires_in: '60s' }, 'token_malformed'],
  [{ access_token: 'a', token_type: 'bearer', expires_in: '1'.repeat(16) }, 'token_malformed'],
])('%j is %s', (values, code) => {
  const read = (): unknown => readGrant(new Map(Object.entries(values)));
  expect(read).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['invalid_scope', 'invalid_scope'],
  ['access_denied', 'access_denied'],
  ['access_denied since Monday', 'unknown'],
  ['not access_denied', 'unknown'],
  ['a'.repeat(61), 'unknown'],
])('the error says "%s" as "%s"', (error, oauthError) => {
  expect(() => readGrant(new Map([['error', error]]))).toThrow(expect.objectContaining({ oauthError }));
});

test.each([
  ['7199', 7_199_000],
  ['0', 1_000],
  [undefined, Infinity],
])('a life of %s is %s ms', (expires_in, lifetime) => {
  const answer = { access_token: 'a', token_type: 'Bearer', ...(expires_in && { expires_in }) };
  expect(readGrant(new Map(Object.entries(answer)))).toEqual({ value: 'a', lifetime });
});

test('any fragment is an answer, none, or an AuthError, and never anything else', () => {
  assert(
    property(
      string({ unit: constantFrom('a', '=', '&', '%', '2', '#', '+', 'state', 'access_token', 'error') }),
      (text) => {
        try {
          readAnswer({ hash: `#${text}`, search: '' });
          return true;
        } catch (error) {
          return isAuthError(error);
        }
      },
    ),
  );
});

test('what the server encodes comes back as it was', () => {
  assert(
    property(
      dictionary(string({ unit: 'grapheme', minLength: 1 }), string({ unit: 'grapheme' })),
      (values) => {
        const all = new Map([...Object.entries(values), ['state', 'r1'], ['error', 'x']]);
        const pairs = [...all].map((pair) => pair.map(encodeURIComponent).join('='));
        expect(readAnswer({ hash: `#${pairs.join('&')}`, search: '' })).toEqual(all);
      },
    ),
  );
});
