import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAuthError } from '../../src/index.ts';
import { grantParameters, parseGrant } from '../../src/internal/oauth-wire.ts';

const TOKEN = { access_token: 'abc', token_type: 'bearer', expires_in: 60 };
const parse = (body: unknown, status = 200) => parseGrant(status, JSON.stringify(body), 'secret-of-robot');

test('asks with the four documented parameters', () => {
  expect(String(grantParameters('a b', 's&=+', 'all'))).toBe(
    'grant_type=client_credentials&client_id=a+b&client_secret=s%26%3D%2B&scope=all',
  );
});

test.each([
  ['a number', 7199, 7_199_000],
  ['a fraction', 1.5, 1500],
  ['a numeric string', '60', 60_000],
  ['zero as one second', 0, 1000],
  ['"0" as one second', '0', 1000],
  ['less than a second as one', 0.2, 1000],
  ['a huge number', 1e300, 1e303],
  ['nothing as no end', undefined, Infinity],
])('reads expires_in: %s', (_, expires_in, lifetime) => {
  expect(parse({ ...TOKEN, expires_in })).toEqual({ value: 'abc', lifetime });
});

test.each(['Bearer', 'BEARER', 'bearer'])('takes token_type %s', (token_type) => {
  expect(parse({ ...TOKEN, token_type })).toEqual({ value: 'abc', lifetime: 60_000 });
});

test.each([
  ['access_token', undefined],
  ['access_token', ''],
  ['access_token', 5],
  ['access_token', ['abc']],
  ['access_token', 'a b'],
  ['access_token', 'a\nb'],
  ['access_token', 'ü'],
  ['token_type', undefined],
  ['token_type', 'mac'],
  ['token_type', ['bearer']],
  ['expires_in', -1],
  ['expires_in', '-1'],
  ['expires_in', 'soon'],
  ['expires_in', 'in 60'],
  ['expires_in', '60 s'],
  ['expires_in', '60.'],
  ['expires_in', '6e'],
  ['expires_in', '0x60'],
  ['expires_in', ''],
  ['expires_in', null],
  ['expires_in', true],
  ['expires_in', [60]],
])('refuses %s = %j and names the field', (field, value) => {
  expect(() => parse({ ...TOKEN, [field]: value })).toThrow(
    expect.objectContaining({
      code: 'token_malformed',
      status: 200,
      message: expect.stringContaining(field),
    }),
  );
});

test.each([
  ['60', 60_000],
  ['60.25', 60_250],
  ['6e1', 60_000],
  ['6e+01', 60_000],
  ['600e-1', 60_000],
])('takes an expires_in of "%s"', (expires_in, lifetime) => {
  expect(parse({ ...TOKEN, expires_in })).toMatchObject({ lifetime });
});

test('refuses an expires_in beyond all numbers', () => {
  const text = '{"access_token":"abc","token_type":"bearer","expires_in":1e999}';
  expect(() => parseGrant(200, text, 's')).toThrow(expect.objectContaining({ code: 'token_malformed' }));
});

test.each([
  ['an OAuth error', 400, { error: 'invalid_scope' }, 'token_refused', false],
  ['a wrong secret', 401, { error: 'invalid_client' }, 'token_refused', false],
  ['too many requests', 429, { error: 'slow_down' }, 'token_refused', true],
  ['an error of the framework', 500, { error: 'Internal Server Error' }, 'token_malformed', true],
  ['an error that is no string', 400, { error: 7 }, 'token_malformed', false],
  ['a token with status 201', 201, TOKEN, 'token_malformed', false],
  ['an error with status 200', 200, { error: 'x' }, 'token_malformed', false],
  ['a list', 200, [TOKEN], 'token_malformed', false],
  ['null', 200, null, 'token_malformed', false],
])('on %s (%i) throws the right code', (_, status, body, code, retryable) => {
  expect(() => parse(body, status)).toThrow(expect.objectContaining({ code, status, retryable }));
});

test('quotes and cuts what the server says, without the secret', () => {
  const error_description = `Bad secret-of-robot ${'blah '.repeat(100)}`;
  expect(() => parse({ error: 'invalid_client', error_description }, 401)).toThrow(
    expect.objectContaining({
      oauthError: 'invalid_client',
      message: expect.stringMatching(/^Server refused: "invalid_client Bad \[redacted\] .{1,180}"$/),
    }),
  );
});

test('a description that is no text is not quoted', () => {
  expect(() => parse({ error: 'invalid_client', error_description: { a: 1 } }, 401)).toThrow(
    expect.objectContaining({ message: 'Server refused: "invalid_client"' }),
  );
});

test('shows nothing of an answer that was cut in the middle of a token', () => {
  expect(() => parseGrant(200, '{"access_token":"short', 's')).toThrow(
    expect.objectContaining({ code: 'token_malformed', message: expect.not.stringContaining('short') }),
  );
});

test('whatever the body, the result is a usable grant or an AuthError', () => {
  const body = fc.record(
    {
      access_token: fc.oneof(fc.string(), fc.jsonValue()),
      token_type: fc.oneof(fc.constantFrom('bearer', 'Bearer'), fc.jsonValue()),
      expires_in: fc.oneof(fc.double(), fc.string(), fc.jsonValue()),
      error: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(body, fc.jsonValue()), (status, value) => {
      try {
        const { value: token, lifetime } = parse(value, status);
        expect(() => new Headers({ Authorization: `Bearer ${token}` })).not.toThrow();
        expect(lifetime).toBeGreaterThanOrEqual(1000);
        return status === 200;
      } catch (error) {
        return isAuthError(error);
      }
    }),
  );
});

test('whatever the text, the result is a usable grant or an AuthError', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseGrant(200, text, 's')).toThrow(expect.objectContaining({ code: 'token_malformed' }));
    }),
  );
});
