import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAuthError, parseRetryAfter } from '../../src/index.ts';
import { isTokenText } from '../../src/internal/access-token.ts';
import { parseGrant } from '../../src/internal/oauth-wire.ts';
import { quote, redact, redactLongWords, sanitized } from '../../src/internal/redaction.ts';
import { findAnswer } from '../../src/internal/redirect-page.ts';
import { readAnswer, readGrant } from '../../src/internal/sign-in-answer.ts';

const secrets = fc.string({ minLength: 8, unit: 'grapheme' });

test('masks any secret, raw or encoded, wherever it stands', () => {
  fc.assert(
    fc.property(secrets, fc.string(), (secret, around) => {
      const shapes = [
        secret,
        encodeURIComponent(secret),
        new URLSearchParams({ s: secret }).toString().slice(2),
        JSON.stringify(secret).slice(1, -1),
      ];
      for (const shape of shapes) {
        expect(redact(`${around} ${shape} ${around}`, secret)).not.toContain(shape);
      }
    }),
  );
});

test('quotes at most 200 characters, and nothing that looks like a token', () => {
  expect(quote('x y'.repeat(200), 'secret').length).toBeLessThan(210);
  expect(quote('Invalid access token: 4b3c1e9a-7d7b-4a53-9d0e-2f8f3f1c6a55', 'secret')).toBe(
    '"Invalid access token: [redacted]"',
  );
  expect(quote('unsupported_grant_type', 'secret')).toBe('"unsupported_grant_type"');
  expect(quote('line\nbreak', 'secret')).toBe(String.raw`"line\nbreak"`);
});

test('copies name, message, plain fields and causes of an error, but no objects', () => {
  const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
  const error = Object.assign(new TypeError('fetch failed', { cause: root }), { config: { url: 'hidden' } });
  const copy = sanitized(error, 'hidden');
  expect(copy).toMatchObject({
    name: 'TypeError',
    message: 'fetch failed',
    cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
  });
  expect(copy).not.toHaveProperty('config');
});

test.each([['a string'], [undefined], [null], [{ secret: 'hidden' }]])(
  'makes an error of a thrown %s',
  (thrown) => {
    expect(sanitized(thrown, 'hidden')).toBeInstanceOf(Error);
  },
);

test('ends with a chain of causes that goes in a circle', () => {
  const error = new Error('round');
  error.cause = error;
  expect(sanitized(error, 'x').message).toBe('round');
});

test.each([
  ['form-encoded', 'a b~c', 'x=a+b%7Ec;'],
  ['percent-encoded', 'a b~c', 'x=a%20b~c;'],
  ['escaped in JSON', 'a"b', String.raw`x=a\"b;`],
])('masks a secret that is %s inside of other text', (_, secret, text) => {
  expect(redact(text, secret)).toBe('x=[redacted];');
});

test('words with a capital, a digit or a sign in them may be tokens, and spaces around a quote are none of it', () => {
  expect(quote('  unsupported_grant_type1 1unsupported_grant_type  ', 'secret')).toBe(
    '"[redacted] [redacted]"',
  );
});

test('what cannot be seen is left out of quotes', () => {
  expect(quote('a\u009b31mb\u202ec\u2066d\u200be\u2028f', 'secret')).toBe('"a31mbcdef"');
  expect(quote('x'.repeat(14_177), 'secret')).toHaveLength(202);
});

test('whatever a server sends, reading it takes a time that grows with its length only', () => {
  const million = 1_000_000;
  const shapes = ['a', 'A', '%', '&', '"', '1', '&error=', 'error=a_'];
  for (const shape of shapes) {
    const text = shape.repeat(million / shape.length);
    quote(text, 'secret');
    redact(text, shape);
    redactLongWords(text);
    isTokenText(text);
    isTokenText(`${text} `);
    parseRetryAfter(text, 0);
    findAnswer(`https://app.example.com/callback?${text}#${text}`, 'https://app.example.com/callback');
    for (const read of [
      () => parseGrant(400, JSON.stringify({ error: text, error_description: text }), 'secret'),
      () => parseGrant(200, text, 'secret'),
      () =>
        parseGrant(200, JSON.stringify({ access_token: 'a', token_type: 'bearer', expires_in: text }), 's'),
      () => readAnswer({ hash: `#state=r&error=${text}`, search: '' }),
      () => readGrant(new Map([['error', text]])),
      () =>
        readGrant(
          new Map([
            ['access_token', text],
            ['token_type', text],
          ]),
        ),
      () =>
        readGrant(
          new Map([
            ['access_token', 'a'],
            ['token_type', 'bearer'],
            ['expires_in', text],
          ]),
        ),
    ]) {
      try {
        read();
      } catch (error) {
        expect(isAuthError(error)).toBe(true);
      }
    }
  }
});

test('an empty secret masks nothing', () => {
  expect(redact('abc', '')).toBe('abc');
});

test('words of 20 characters are masked, and shorter ones stay', () => {
  const word = 'aZ09_~%+=-aZ09_~%+=-';
  expect(redactLongWords(`x ${word.slice(1)} ${word}. ${word}${word}`)).toBe(
    `x ${word.slice(1)} [redacted]. [redacted]`,
  );
  expect(redactLongWords('. , ; : . , ; : . , ; : . , ; :')).toBe('. , ; : . , ; : . , ; : . , ; :');
});

test('copies numbers, truth values and masked texts of an error, and at most five errors of a chain', () => {
  const plain = Object.assign(new Error('x'), { port: 443, syscall: 'open hidden', fatal: true, at: null });
  const copy = sanitized(plain, 'hidden');
  expect(Object.fromEntries(Object.entries(copy))).toEqual({
    name: 'Error',
    port: '443',
    syscall: 'open [redacted]',
    fatal: true,
  });
  expect(copy).not.toHaveProperty('cause');
  const round = new Error('round');
  round.cause = round;
  let chain = 0;
  for (let error: unknown = sanitized(round, 'x'); error instanceof Error; error = error.cause) chain++;
  expect(chain).toBe(5);
});
