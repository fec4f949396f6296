/** Which failures hold the next token request back, and what callers hear meanwhile. */
import { afterEach, expect, test, vi } from 'vitest';
import { AuthError } from '../../src/index.ts';
import { guarded } from '../../src/internal/account-guard.ts';
import { accountOf } from '../../src/internal/account.ts';
import { NO_ANSWER } from '../../src/internal/failed-attempts.ts';
import type { Grant } from '../../src/internal/grant.ts';
import { fakeClock, ORIGIN } from '../fake-center.ts';

const GRANT: Grant = { value: 'a-token', lifetime: 60_000 };
const PAUSE = 1000;
const never = new AbortController().signal;

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp(longestWait = 30_000) {
  const clock = fakeClock();
  const account = accountOf(clock, ORIGIN, 'robot');
  const onSent = vi.fn();
  /** Settles with what the request ends with, be it an error. */
  const ask = (secret: string, send: () => Promise<Grant>, signal = never): Promise<unknown> =>
    guarded(
      { account, pause: PAUSE, longestWait },
      { signal, onSent, onAsking: () => {} },
      secret,
      send,
    ).catch((error: unknown) => error);
  return { clock, account, onSent, ask };
}

const grant = (): Promise<Grant> => Promise.resolve(GRANT);
const failure = (...args: ConstructorParameters<typeof AuthError>) => new AuthError(...args);
const caused = (fields: object) =>
  failure('token_unreachable', 'x', { cause: Object.assign(new Error('fetch failed'), fields) });

test('a failure counts fully if the server saw a wrong secret, a little if it may have, and not if it saw none', async () => {
  const rows: [AuthError, number[]][] = [
    [failure('token_malformed', 'x', { status: 401 }), [1]],
    [failure('token_malformed', 'x', { status: 403 }), [1]],
    [failure('token_malformed', 'x', { status: 400 }), []],
    [failure('token_malformed', 'x', { status: 500 }), []],
    ...['invalid_client', 'invalid_grant', 'unauthorized', 'unauthorized_client', 'access_denied'].map(
      (oauthError): [AuthError, number[]] => [
        failure('token_refused', 'x', { status: 400, oauthError }),
        [1],
      ],
    ),
    ...['invalid_scope', 'invalid_client_name', 'not_access_denied', 'invalid_'].map(
      (oauthError): [AuthError, number[]] => [failure('token_refused', 'x', { status: 400, oauthError }), []],
    ),
    [failure('token_timeout', 'x'), [NO_ANSWER]],
    [failure('token_unreachable', 'x'), [NO_ANSWER]],
    [caused({ code: 'ECONNRESET' }), [NO_ANSWER]],
    [caused({ notSent: true }), []],
    [caused({ code: 'ENOTFOUND' }), []],
    [caused({ cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }), []],
  ];
  for (const [error, weights] of rows) {
    const { account, ask } = setUp();
    expect(await ask('wrong', () => Promise.reject(error))).toBe(error);
    expect(
      account.attempts.map(({ weight }) => weight),
      `${error.code} ${error.status} ${error.oauthError}`,
    ).toEqual(weights);
  }
});

test('what is not sent again fails as the last request did, with the time of the next attempt', async () => {
  const rows: [AuthError, number, object][] = [
    [failure('token_timeout', 'x'), 3, { code: 'token_timeout', retryable: true }],
    [failure('token_unreachable', 'x'), 3, { code: 'token_unreachable', retryable: true }],
    [
      failure('token_refused', 'x', { status: 401, oauthError: 'invalid_client' }),
      1,
      { code: 'token_refused', retryable: false, status: 401, oauthError: 'invalid_client' },
    ],
    [failure('token_malformed', 'x', { status: 401 }), 1, { code: 'token_refused', retryable: false }],
  ];
  for (const [error, times, fields] of rows) {
    const { clock, account, ask } = setUp();
    for (let time = 0; time < times; time++) await ask('same', () => Promise.reject(error));
    const held = await ask('same', grant);
    expect(held).toMatchObject({ ...fields, retryAt: clock.now() + PAUSE, cause: error });
    expect(String(held)).toContain(times === 3 ? 'Requests got no answer' : 'The secret was refused');
    // Only another process has failed.
    delete account.error;
    expect(await ask('same', grant)).toMatchObject({ code: 'token_refused', status: undefined });
  }
});

test('a right secret clears its own failures, and leaves those of another', async () => {
  const { account, onSent, ask } = setUp();
  const refused = failure('token_refused', 'x', { status: 401 });
  const tag = account.tagOf('right');
  account.attempts = [{ tag, at: account.now(), weight: NO_ANSWER }];
  await ask('wrong', () => Promise.reject(refused));
  expect(onSent).toHaveBeenCalledTimes(1);
  expect(account.attempts).toHaveLength(2);
  account.attempts = account.attempts.map((one) => ({ ...one, at: one.at - 30 * PAUSE }));
  expect(await ask('right', grant)).toBe(GRANT);
  expect(onSent).toHaveBeenCalledTimes(2);
  expect(account.attempts).toMatchObject([{ tag: account.tagOf('wrong') }]);
});

test('waits as long as the server asked, up to the limit, and not at all once the time is over', async () => {
  const rows: [number, number[] | 'the error'][] = [
    [-1, []],
    [0, []],
    [6, [6]],
    [7, [7]],
    [8, 'the error'],
  ];
  for (const [wait, want] of rows) {
    const { account, ask } = setUp(7);
    const asked = failure('token_unreachable', 'busy', { status: 503, retryAt: account.now() + wait });
    account.error = asked;
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const result = await ask('right', grant);
    const waits = timers.mock.calls.map(([, milliseconds]) => milliseconds);
    timers.mockRestore();
    if (want === 'the error') expect(result).toBe(asked);
    else expect([result, waits], `${wait} ms`).toEqual([GRANT, want]);
  }
});

test('a renewal that nobody waits for sends nothing', async () => {
  const { onSent, ask } = setUp();
  const send = vi.fn(grant);
  expect(await ask('right', send, AbortSignal.abort('enough'))).toBe('enough');
  expect(send).not.toHaveBeenCalled();
  expect(onSent).not.toHaveBeenCalled();
});
