import { expect, test } from 'vitest';
import { clientCredentials, parseRetryAfter } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, tokenAnswer } from './fake-center.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Wed, 25 Nov 2026 12:01:00 GMT', 60_000],
  ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['', undefined],
  [null, undefined],
])('reads %j as %s ms', (header, wait) => {
  expect(parseRetryAfter(header, NOW)).toBe(wait);
});

/** A server that is busy at first. */
function busy(status: number, retryAfter: (now: number) => string, timeout = 30_000) {
  const center = fakeCenter();
  const times: number[] = [];
  center.answerToken = (_, count) => {
    times.push(Date.now());
    if (count > 1) return tokenAnswer('fine');
    return new Response(null, { status, headers: { 'retry-after': retryAfter(Date.now()) } });
  };
  const clientId = `robot-${crypto.randomUUID()}`;
  const source = clientCredentials({
    ...CREDENTIALS,
    clientId,
    baseUrl: ORIGIN,
    fetch: center.fetch,
    timeout,
  });
  return { center, source, times };
}

test.each([
  ['429', 'seconds', 429, () => '1'],
  ['503', 'a date', 503, (now: number) => new Date(now + 2000).toUTCString()],
])('after a %s the next request waits as long as %s say', async (_, __, status, retryAfter) => {
  const { source, times } = busy(status, retryAfter);
  const error: unknown = await source.getToken().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status, retryable: true, retryAt: expect.any(Number) });
  const retryAt = (error as { retryAt: number }).retryAt;
  expect((await source.getToken()).value).toBe('fine');
  expect(times[1]).toBeGreaterThanOrEqual(Math.floor(retryAt) - 5);
});

test.each([
  [429, { 'retry-after': '30' }, true],
  [503, { 'retry-after': '30' }, true],
  [429, {}, false],
  // Only a busy server says when it will not be busy.
  [400, { 'retry-after': '30' }, false],
])('a refusal with status %i and %o says when to ask again: %o', async (status, headers, says) => {
  const { center, source } = busy(status, () => '30');
  center.answerToken = () => Response.json({ error: 'busy' }, { status, headers });
  const retryAt = says ? expect.any(Number) : undefined;
  await expect(source.getToken()).rejects.toMatchObject({ status, retryAt });
});

test('a caller that leaves while the server wants to be left alone, leaves', async () => {
  const { center, source } = busy(503, () => '20');
  await expect(source.getToken()).rejects.toMatchObject({ status: 503 });
  const mine = new AbortController();
  const waiting = source.getToken(mine);
  mine.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  expect(center.tokenRequests).toHaveLength(1);
});

test('a wish beyond the time limit of a call fails at once, and is obeyed', async () => {
  const center = fakeCenter();
  const clock = fakeClock();
  center.answerToken = (_, count) =>
    count > 1 ? tokenAnswer('fine') : new Response(null, { status: 429, headers: { 'retry-after': '31' } });
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, clock });
  const first: unknown = await source.getToken().catch((thrown: unknown) => thrown);
  await expect(source.getToken()).rejects.toBe(first);
  clock.pass(31_000);
  expect((await source.getToken()).value).toBe('fine');
});

test('no server can silence a program for more than an hour', async () => {
  const center = fakeCenter();
  const clock = fakeClock();
  center.answerToken = () => new Response(null, { status: 503, headers: { 'retry-after': '9'.repeat(30) } });
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, clock });
  await expect(source.getToken()).rejects.toMatchObject({ retryAt: clock.now() + 3_600_000 });
});

test('reads whole seconds and dates, and spaces around them', () => {
  const rows: [string | null, number | undefined][] = [
    ['7', 7000],
    ['120', 120_000],
    ['\t120 ', 120_000],
    ['Wed, 25 Nov 2026 12:01:00 GMT', 60_000],
    ['x7', undefined],
    ['7.5', undefined],
    [' ', undefined],
    [null, undefined],
  ];
  for (const [header, wait] of rows) expect(parseRetryAfter(header, NOW), String(header)).toBe(wait);
});
