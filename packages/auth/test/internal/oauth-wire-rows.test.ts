/** The rules of the fields of a token answer, a table a test; oauth-wire.test.ts has the properties. */
import { expect, test } from 'vitest';
import { parseGrant } from '../../src/internal/oauth-wire.ts';

const TOKEN = { access_token: 'abc', token_type: 'bearer', expires_in: 60 };
const parse = (body: unknown, status = 200) => parseGrant(status, JSON.stringify(body), 'secret-of-robot');

test('takes no expires_in but a number or its text, and none below zero', () => {
  const rows: [unknown, number | 'refused'][] = [
    ['600', 600_000],
    ['60.25', 60_250],
    ['6e1', 60_000],
    ['6e+01', 60_000],
    ['600e-1', 60_000],
    [undefined, Infinity],
    [0, 1000],
    ['0', 1000],
    ...[-1, '-1', ' 60', 'in 60', '60 s', '60.', '60.x', '6e', '6ex', '', null, true, [60]].map(
      (expires_in): [unknown, 'refused'] => [expires_in, 'refused'],
    ),
  ];
  for (const [expires_in, want] of rows) {
    let result: unknown;
    try {
      result = parse({ ...TOKEN, expires_in }).lifetime;
    } catch {
      result = 'refused';
    }
    expect(result, JSON.stringify(expires_in)).toBe(want);
  }
});

test('a token beside an error is not taken', () => {
  for (const error of ['server_error', null, 5])
    expect(() => parse({ ...TOKEN, error })).toThrow(expect.objectContaining({ code: 'token_malformed' }));
});

test('an error of the client is a refusal, and any other answer without a token is malformed', () => {
  const rows: [number, unknown, string][] = [
    [400, { error: 'invalid_scope' }, 'token_refused'],
    [401, { ...TOKEN, error: 'invalid_client' }, 'token_refused'],
    [499, { error: 'x' }, 'token_refused'],
    [399, { error: 'x' }, 'token_malformed'],
    [500, { error: 'x' }, 'token_malformed'],
    [400, { error: 7 }, 'token_malformed'],
    [400, TOKEN, 'token_malformed'],
    [201, TOKEN, 'token_malformed'],
  ];
  for (const [status, body, code] of rows)
    expect(() => parse(body, status)).toThrow(expect.objectContaining({ code, status }));
});
