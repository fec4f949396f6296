import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, redact, sanitized } from '../../src/internal/redaction.ts';

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
