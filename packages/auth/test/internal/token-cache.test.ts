import { expect, test, vi } from 'vitest';
import { settle } from '../fake-center.ts';
import { fakeRenewals } from './fake-renewals.ts';

test('a thousand callers of a cold cache share one renewal', async () => {
  const { asked, get, nth } = fakeRenewals();
  const callers = Array.from({ length: 1000 }, get);
  await nth(0).grant('a');
  expect(new Set((await Promise.all(callers)).map(({ value }) => value))).toEqual(new Set(['a']));
  expect(asked).toHaveLength(1);
});

test('a thousand callers after the end of a token share one renewal', async () => {
  const { asked, clock, filled, get, nth } = fakeRenewals();
  await filled('a');
  clock.pass(7_200_000);
  const callers = Array.from({ length: 1000 }, get);
  await nth(1).grant('b');
  expect(new Set((await Promise.all(callers)).map(({ value }) => value))).toEqual(new Set(['b']));
  expect(asked).toHaveLength(2);
});

test('a failure reaches all who wait, and the next caller tries again', async () => {
  const { get, nth } = fakeRenewals();
  const callers = [get(), get()];
  const results = Promise.allSettled(callers);
  await nth(0).fail();
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = get();
  await nth(1).grant('a');
  expect((await next).value).toBe('a');
});

test('expiresAt counts from before the request was sent', async () => {
  const { cache, clock, get, nth } = fakeRenewals();
  const sent = clock.now();
  const first = get();
  clock.pass(400);
  await nth(0).grant('a', 10);
  expect((await first).expiresAt).toBe(sent + 10_000);
  clock.pass(9_599);
  expect(cache.peek()?.value).toBe('a');
  clock.pass(1);
  expect(cache.peek()).toBeUndefined();
});

test('a laptop that slept has no token: the wall clock counts', async () => {
  const { cache, clock, filled } = fakeRenewals();
  await filled('a');
  clock.jump(7_200_000);
  expect(cache.peek()).toBeUndefined();
});

test('a forward jump of the clock costs one renewal', async () => {
  const { asked, clock, filled, get, nth } = fakeRenewals();
  await filled('a');
  clock.jump(1e9);
  const next = get();
  await nth(1).grant('b');
  await next;
  clock.pass(1000);
  await get();
  expect(asked).toHaveLength(2);
});

test('a backward jump of the clock costs nothing and prolongs nothing', async () => {
  const { asked, cache, clock, filled, get } = fakeRenewals();
  await filled('a');
  clock.jump(-1e9);
  expect((await get()).value).toBe('a');
  expect(asked).toHaveLength(1);
  clock.pass(7_200_000);
  expect(cache.peek()).toBeUndefined();
});

test.each([
  { lifetime: 7200, margin: 30 },
  { lifetime: 300, margin: 30 },
  { lifetime: 100, margin: 10 },
  { lifetime: 60, margin: 6 },
])(
  'a token of $lifetime s is renewed behind the calls in its last $margin s',
  async ({ lifetime, margin }) => {
    const { asked, clock, filled, get, nth } = fakeRenewals();
    await filled('a', lifetime);
    clock.pass((lifetime - margin) * 1000 - 1);
    await get();
    expect(asked).toHaveLength(1);
    clock.pass(1);
    expect((await Promise.all([get(), get(), get()])).map(({ value }) => value)).toEqual(['a', 'a', 'a']);
    expect(asked).toHaveLength(2);
    await nth(1).grant('b');
    expect((await get()).value).toBe('b');
  },
);

test('a token of less than a minute is used to its end', async () => {
  const { asked, clock, filled, get } = fakeRenewals();
  await filled('a', 59);
  clock.pass(58_999);
  expect((await get()).value).toBe('a');
  expect(asked).toHaveLength(1);
});

test('the same token has no margin: it is used to its end', async () => {
  const { asked, clock, filled, get, nth } = fakeRenewals();
  await filled('a', 1000);
  clock.pass(970_000);
  await get();
  await nth(1).grant('a', 30);
  clock.pass(29_999);
  expect((await get()).value).toBe('a');
  expect(asked).toHaveLength(2);
  clock.pass(1);
  const next = get();
  await nth(2).grant('b');
  expect((await next).value).toBe('b');
});

test('the same token may come back with a longer margin to go, and is still left alone', async () => {
  const { asked, clock, filled, get, nth } = fakeRenewals();
  await filled('a', 1000);
  clock.pass(970_000);
  await get();
  await nth(1).grant('a', 100);
  clock.pass(95_000);
  await get();
  expect(asked).toHaveLength(2);
});

test('a failed background renewal is invisible and is tried again with growing pauses', async () => {
  const { asked, clock, filled, get, nth } = fakeRenewals();
  await filled('a', 1000);
  clock.pass(970_000);
  await get();
  await nth(1).fail();
  clock.pass(999);
  expect((await get()).value).toBe('a');
  expect(asked).toHaveLength(2);
  clock.pass(1);
  await get();
  expect(asked).toHaveLength(3);
  await nth(2).fail();
  clock.pass(1999);
  await get();
  expect(asked).toHaveLength(3);
  clock.pass(1);
  await get();
  expect(asked).toHaveLength(4);
});

test('a background renewal that fails after the end of the token rejects nobody but those who wait', async () => {
  const { clock, filled, get, nth } = fakeRenewals();
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  await filled('a', 1000);
  clock.pass(970_000);
  await get();
  clock.pass(30_000);
  await nth(1).fail();
  await settle();
  expect(unhandled).not.toHaveBeenCalled();
  process.off('unhandledRejection', unhandled);
});

test('an abort ends only the waiting of its caller', async () => {
  const { cache, get, nth } = fakeRenewals();
  const mine = new AbortController();
  const aborted = cache.getToken(mine);
  const other = get();
  mine.abort('enough');
  await expect(aborted).rejects.toBe('enough');
  expect(nth(0).signal.aborted).toBe(false);
  await nth(0).grant('a');
  expect((await other).value).toBe('a');
});

test('a renewal is abandoned when the last caller leaves, and the next caller starts a new one', async () => {
  const { asked, cache, get, nth } = fakeRenewals();
  const both = [new AbortController(), new AbortController()];
  const waits = Promise.allSettled(both.map((one) => cache.getToken(one)));
  both[0]?.abort();
  expect(nth(0).signal.aborted).toBe(false);
  both[1]?.abort();
  await waits;
  expect(nth(0).signal.aborted).toBe(true);
  const next = get();
  expect(asked).toHaveLength(2);
  await nth(0).grant('abandoned');
  expect(cache.peek()).toBeUndefined();
  await nth(1).grant('a');
  expect((await next).value).toBe('a');
});

test('a renewal whose request was sent runs to its end when the last caller leaves, and the next caller joins it', async () => {
  const { asked, cache, get, nth } = fakeRenewals();
  const mine = new AbortController();
  const leaving = cache.getToken(mine);
  nth(0).send();
  mine.abort('enough');
  await expect(leaving).rejects.toBe('enough');
  expect(nth(0).signal.aborted).toBe(false);
  const next = get();
  await nth(0).grant('a');
  expect((await next).value).toBe('a');
  expect(asked).toHaveLength(1);
});

test('a background renewal goes on when a caller who joined it leaves', async () => {
  const { cache, clock, filled, get, nth } = fakeRenewals();
  await filled('a', 1000);
  clock.pass(970_000);
  await get();
  clock.pass(30_000);
  const mine = new AbortController();
  const joined = cache.getToken(mine);
  mine.abort('enough');
  await expect(joined).rejects.toBe('enough');
  await nth(1).grant('b');
  expect(cache.peek()?.value).toBe('b');
});

test('a signal that is aborted already rejects at once and asks for nothing', async () => {
  const { asked, cache } = fakeRenewals();
  await expect(cache.getToken({ signal: AbortSignal.abort('before') })).rejects.toBe('before');
  expect(asked).toHaveLength(0);
});

test('a lifetime of one second asks at most once a second', async () => {
  const { asked, clock, filled, get } = fakeRenewals();
  await filled('a', 1);
  for (let ms = 0; ms < 10_000; ms += 10) {
    clock.pass(10);
    const call = get();
    await asked.at(-1)?.grant('a', 1);
    await call;
  }
  expect(asked.length).toBeLessThanOrEqual(11);
});

test.each([
  { chance: 0, pauses: [500, 1000, 2000, 4000, 8000] },
  { chance: 1, pauses: [1000, 2000, 4000, 8000] },
])(
  'background attempts pause longer and longer, with chance $chance $pauses ms',
  async ({ chance, pauses }) => {
    const { asked, clock, filled, get } = fakeRenewals(() => chance);
    await filled('a');
    clock.pass(7_170_000);
    await get();
    for (const pause of pauses) {
      const before = asked.length;
      await asked.at(-1)?.fail();
      clock.pass(pause - 1);
      await get();
      expect(asked).toHaveLength(before);
      clock.pass(1);
      await get();
      expect(asked).toHaveLength(before + 1);
    }
  },
);

test('a token that the server will not replace is used to its end', async () => {
  const { asked, clock, get, nth } = fakeRenewals();
  const first = get();
  await nth(0).grant('a', 7200, true);
  await first;
  clock.pass(7_199_000);
  expect((await get()).value).toBe('a');
  expect(asked).toHaveLength(1);
});
