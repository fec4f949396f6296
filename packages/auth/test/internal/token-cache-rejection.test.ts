import { expect, test } from 'vitest';
import { fakeRenewals } from './fake-renewals.ts';

test('a token without a lifetime is kept until it is rejected', async () => {
  const { asked, cache, clock, filled, get } = fakeRenewals();
  const token = await filled('a', Infinity);
  expect(token.expiresAt).toBeUndefined();
  clock.pass(1e11);
  expect((await get()).value).toBe('a');
  cache.invalidate(token);
  expect(cache.peek()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test('ten late rejections of one token cost one renewal', async () => {
  const { asked, cache, filled, get, nth } = fakeRenewals();
  const old = await filled('a');
  cache.invalidate(old);
  const next = get();
  for (let late = 0; late < 5; late++) cache.invalidate(old);
  await nth(1).grant('b');
  await next;
  for (let late = 0; late < 5; late++) cache.invalidate(old);
  expect((await get()).value).toBe('b');
  expect(asked).toHaveLength(2);
});

test('a rejection of a token that was replaced long ago costs nothing', async () => {
  const { asked, cache, clock, filled, get, nth } = fakeRenewals();
  const old = await filled('a');
  cache.invalidate(old);
  const next = get();
  await nth(1).grant('b');
  await next;
  // Beyond the rest after a repeated token, which guards, too.
  clock.pass(60_000);
  cache.invalidate(old);
  expect(cache.peek()?.value).toBe('b');
  expect(asked).toHaveLength(2);
});

test('a renewal that began before the rejection does not refill the cache with the rejected token', async () => {
  const { cache, clock, filled, get, nth } = fakeRenewals();
  const old = await filled('a', 1000);
  clock.pass(970_000);
  await get();
  cache.invalidate(old);
  const waiting = get();
  await nth(1).grant('a', 30);
  expect(cache.peek()).toBeUndefined();
  await nth(2).grant('b');
  expect((await waiting).value).toBe('b');
});

test('a renewal that began before the rejection may bring a new token', async () => {
  const { asked, cache, clock, filled, get, nth } = fakeRenewals();
  const old = await filled('a', 1000);
  clock.pass(970_000);
  await get();
  cache.invalidate(old);
  await nth(1).grant('b');
  expect((await get()).value).toBe('b');
  expect(asked).toHaveLength(2);
});

test('a rejected token that comes back is kept for five seconds whatever is said about it', async () => {
  const { asked, cache, clock, filled, get, nth } = fakeRenewals();
  const old = await filled('a');
  cache.invalidate(old);
  const again = get();
  await nth(1).grant('a');
  const token = await again;
  expect(token.value).toBe('a');
  clock.pass(4999);
  cache.invalidate(token);
  await get();
  expect(asked).toHaveLength(2);
  clock.pass(1);
  cache.invalidate(token);
  const next = get();
  await nth(2).grant('b');
  expect((await next).value).toBe('b');
});

test('a token that has ended for good is forgotten at once', async () => {
  const { cache, filled, get, nth } = fakeRenewals();
  const old = await filled('a');
  cache.invalidate(old);
  const again = get();
  await nth(1).grant('a');
  cache.invalidate(await again, true);
  expect(cache.peek()).toBeUndefined();
});
