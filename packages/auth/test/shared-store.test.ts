import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import {
  type AuthError,
  authFetch,
  clientCredentials,
  type SharingOptions,
  sharedStore,
} from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';
import { memoryStore } from './memory-store.ts';

/** A Center, a store, and sources as several processes would have them. */
function setUp({ locks = true, ...sharing }: SharingOptions & { locks?: boolean } = {}) {
  const center = fakeCenter();
  const clock = fakeClock();
  const memory = memoryStore({ locks });
  const make = (options: { baseUrl?: string; clientId?: string; scope?: string } = {}) =>
    clientCredentials({
      ...CREDENTIALS,
      baseUrl: ORIGIN,
      fetch: center.fetch,
      clock,
      random: () => 1,
      store: sharedStore(memory, sharing),
      ...options,
    });
  return { center, clock, memory, make };
}

const KEY = 'https%3A%2F%2Fclc.example.com:robot:all:client_credentials';

test('a second process takes the token of the first', async () => {
  const { center, clock, make } = setUp();
  const first = await make().getToken();
  clock.pass(1000);
  const second = await make().getToken();
  expect(second).toMatchObject({ value: 'token-1', expiresAt: first.expiresAt });
  expect(center.tokenRequests).toHaveLength(1);
});

test('eight that start together make one token request', async () => {
  const { center, make } = setUp();
  const tokens = await Promise.all(Array.from({ length: 8 }, () => make().getToken()));
  expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(['token-1']));
  expect(center.tokenRequests).toHaveLength(1);
});

test('a store without a lock shares what is there', async () => {
  const { center, make } = setUp({ locks: false });
  await make().getToken();
  await make().getToken();
  expect(center.tokenRequests).toHaveLength(1);
});

test('the key names Center, client, scope and grant, and nothing holds the secret', async () => {
  const { memory, make } = setUp();
  await make().getToken();
  await make({ clientId: 'other:robot' }).getToken();
  await make({ scope: 'some' }).getToken();
  await make({ baseUrl: 'https://clc2.example.com' }).getToken();
  expect([...memory.entries.keys()]).toEqual([
    KEY,
    'https%3A%2F%2Fclc.example.com:other%3Arobot:all:client_credentials',
    'https%3A%2F%2Fclc.example.com:robot:some:client_credentials',
    'https%3A%2F%2Fclc2.example.com:robot:all:client_credentials',
  ]);
  expect(inspect(memory.entries, { depth: 9 })).not.toContain(CREDENTIALS.clientSecret);
});

test('nodes of one cluster share a token when they are given one name', async () => {
  const { center, memory, make } = setUp({ name: 'cluster 1' });
  await make().getToken();
  await make({ baseUrl: 'https://clc2.example.com' }).getToken();
  expect([...memory.entries.keys()]).toEqual(['cluster%201:robot:all:client_credentials']);
  expect(center.tokenRequests).toHaveLength(1);
});

test('keeps the end as wall-clock time, and uses no token past it', async () => {
  const { center, clock, memory, make } = setUp();
  await make().getToken();
  expect(memory.entries.get(KEY)).toEqual({
    token: { value: 'token-1', expiresAt: clock.now() + 7_199_000 },
    lifetime: 7_199_000,
  });
  clock.pass(7_199_000);
  expect((await make().getToken()).value).toBe('token-2');
  expect(center.tokenRequests).toHaveLength(2);
});

test('a token without an end stays until it is rejected', async () => {
  const { center, clock, memory, make } = setUp();
  center.answerToken = () => Response.json({ access_token: 'endless', token_type: 'bearer' });
  await make().getToken();
  clock.pass(1e11);
  expect(await make().getToken()).toMatchObject({ value: 'endless', expiresAt: undefined });
  expect(memory.entries.get(KEY)).toEqual({ token: { value: 'endless' }, lifetime: undefined });
});

test('ten processes with one revoked token cost one more token request', async () => {
  const { center, make } = setUp();
  const sources = Array.from({ length: 10 }, () => make());
  for (const source of sources) await source.getToken();
  center.revoked.add('token-1');
  const calls = sources.map((source) => authFetch(source, center.fetch)(`${ORIGIN}/cloudlink/rest/securevm`));
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 200));
  expect(center.tokenRequests).toHaveLength(2);
});

test('one background renewal is enough for all: the same token has no margin anywhere', async () => {
  const { center, clock, make } = setUp();
  center.answerToken = (_, count) => tokenAnswer('same', count === 1 ? 1000 : 20);
  const sources = [make(), make(), make()];
  for (const source of sources) await source.getToken();
  clock.pass(980_000);
  for (const source of [...sources, make()]) {
    expect((await source.getToken()).value).toBe('same');
    await settle();
    clock.pass(1000);
  }
  expect(center.tokenRequests).toHaveLength(2);
});

test('a background renewal takes what another process has got meanwhile', async () => {
  const { center, clock, make } = setUp();
  const [first, second] = [make(), make()];
  await first.getToken();
  await second.getToken();
  clock.pass(7_180_000);
  await first.getToken();
  await settle();
  await second.getToken();
  await settle();
  expect((await second.getToken()).value).toBe('token-2');
  expect(center.tokenRequests).toHaveLength(2);
});

test('a rejected token that the server repeats is not spread', async () => {
  const { center, memory, make } = setUp();
  center.answerToken = () => tokenAnswer('same');
  center.revoked.add('same');
  const source = make();
  memory.entries.clear();
  await authFetch(source, center.fetch)(`${ORIGIN}/x`);
  const before = memory.entries.get(KEY);
  memory.entries.clear();
  await authFetch(source, center.fetch)(`${ORIGIN}/x`);
  expect(before?.token.value).toBe('same');
  expect(memory.entries.size).toBe(0);
});

test.each([
  ['a string', 'token'],
  ['a token that no header takes', { value: 'a\nb' }],
  ['an end that is no date', { value: 'abc', expiresAt: 'soon' }],
  ['nothing of use', { expiresAt: 9e15 }],
])('%s in the store is as good as nothing', async (_, junk) => {
  const { memory, make } = setUp();
  // Whoever can write to a store can write anything.
  memory.entries.set(KEY, { token: junk as never, lifetime: 1 });
  expect((await make().getToken()).value).toBe('token-1');
});

test('a caller who leaves while the lock is held leaves alone', async () => {
  const { center, memory, make } = setUp();
  const release = await memory.lock?.(KEY, { lifetime: 1, signal: new AbortController().signal });
  const mine = new AbortController();
  const left = make().getToken(mine);
  const stays = make().getToken();
  await settle();
  mine.abort('enough');
  await expect(left).rejects.toBe('enough');
  await release?.();
  expect((await stays).value).toBe('token-1');
  expect(center.tokenRequests).toHaveLength(1);
});

test('a lock that comes after its caller has left is given back', async () => {
  const { center, memory, make } = setUp();
  const coming = Promise.withResolvers<() => Promise<void>>();
  const lock = vi.fn(() => coming.promise);
  memory.lock = lock;
  const mine = new AbortController();
  const left = make().getToken(mine);
  await expect.poll(() => lock.mock.calls.length).toBe(1);
  mine.abort('enough');
  await expect(left).rejects.toBe('enough');
  const release = vi.fn(() => Promise.resolve());
  coming.resolve(release);
  await settle();
  expect(release).toHaveBeenCalledOnce();
  expect(center.tokenRequests).toHaveLength(0);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([MINUTE, -MINUTE, HOUR, -HOUR])(
  'processes whose clocks differ by %i ms neither stall nor fail',
  async (skew) => {
    const center = fakeCenter();
    const memory = memoryStore();
    const clocks = [fakeClock(), fakeClock()];
    clocks[1]?.jump(skew);
    const sources = clocks.map((clock) =>
      clientCredentials({
        ...CREDENTIALS,
        baseUrl: ORIGIN,
        fetch: center.fetch,
        clock,
        store: sharedStore(memory),
      }),
    );
    // The server repeats its token until that ends, and then rejects it.
    const LIFE = 2 * HOUR;
    let time = 0;
    center.answerToken = () => {
      const number = Math.floor(time / LIFE);
      return tokenAnswer(`token-${number}`, Math.floor(((number + 1) * LIFE - time) / 1000));
    };
    const valid = () => `Bearer token-${Math.floor(time / LIFE)}`;
    let rejections = 0;
    center.answerApi = ({ headers }) => {
      const isValid = headers.get('authorization') === valid();
      if (!isValid) rejections += 1;
      return new Response(null, { status: isValid ? 200 : 401 });
    };
    for (let step = 0; step < 8 * 12; step++) {
      for (const source of sources) {
        const { status } = await authFetch(source, center.fetch)(`${ORIGIN}/x`);
        expect(status).toBe(200);
        await settle();
      }
      time += 5 * MINUTE;
      for (const clock of clocks) clock.pass(5 * MINUTE);
    }
    // Four tokens in eight hours: each is met with at most one late 401 a process.
    expect(rejections).toBeLessThanOrEqual(8);
    expect(center.tokenRequests.length).toBeLessThan(60);
  },
);

test('a failed token request releases the lock', async () => {
  const { center, make } = setUp();
  center.answerToken = (_, count) =>
    count === 1 ? new Response(null, { status: 503 }) : tokenAnswer('fine');
  await expect(make().getToken()).rejects.toMatchObject({ status: 503 });
  expect((await make().getToken()).value).toBe('fine');
});

test.each(['get', 'lock', 'set', 'unlock'])(
  'a store that fails to %s is gone around, with one warning until it has worked again',
  async (broken) => {
    const onStoreFailure = vi.fn<(error: AuthError) => void>();
    const { center, clock, memory, make } = setUp({ onStoreFailure });
    const fail = (operation: string) =>
      operation === broken ? Promise.reject(new Error(`down: token-1 ${'x'.repeat(30)}`)) : Promise.resolve();
    memory.before = fail;
    const source = make();
    expect((await source.getToken()).value).toBe('token-1');
    expect((await source.getToken()).value).toBe('token-1');
    expect(center.tokenRequests).toHaveLength(1);
    expect(onStoreFailure.mock.calls).toMatchObject([[{ code: 'store_failed', retryable: true }]]);
    expect(inspect(onStoreFailure.mock.calls, { depth: 9, showHidden: true })).not.toMatch(/x{20}/);
    memory.before = () => Promise.resolve();
    clock.pass(7_199_000);
    await source.getToken();
    memory.before = fail;
    clock.pass(7_199_000);
    await source.getToken();
    expect(onStoreFailure).toHaveBeenCalledTimes(2);
  },
);

test('a store that hangs is given up after its timeout', async () => {
  const onStoreFailure = vi.fn();
  const { memory, make } = setUp({ onStoreFailure, storeTimeout: 20 });
  memory.before = () => new Promise(() => {});
  expect((await make().getToken()).value).toBe('token-1');
  expect(onStoreFailure).toHaveBeenCalledOnce();
});

test('a hook that throws ends no sign-in', async () => {
  const { memory, make } = setUp({
    onStoreFailure: () => {
      throw new Error('in the hook');
    },
  });
  memory.before = () => Promise.reject(new Error('down'));
  expect((await make().getToken()).value).toBe('token-1');
});

test('logout ends the session and empties the store', async () => {
  const { center, memory, make } = setUp();
  const source = make();
  await source.getToken();
  await source.logout();
  expect(center.apiRequests.map(({ method }) => method)).toEqual(['DELETE']);
  expect(memory.entries.size).toBe(0);
  expect(source.peek()).toBeUndefined();
});

test('a process that starts cold logs out the token of the store, and without one sends nothing', async () => {
  const { center, memory, make } = setUp();
  await make().getToken();
  await make().logout();
  expect(center.apiRequests[0]?.headers.get('authorization')).toBe('Bearer token-1');
  expect(memory.entries.size).toBe(0);
  await make().logout();
  expect(center.apiRequests).toHaveLength(1);
});

test('logout leaves a newer token of another process in the store', async () => {
  const { memory, make } = setUp();
  const source = make();
  await source.getToken();
  memory.entries.set(KEY, { token: { value: 'newer' }, lifetime: undefined });
  await source.logout();
  expect(memory.entries.get(KEY)?.token.value).toBe('newer');
});

test('a logout whose store is down still ends the session', async () => {
  const onStoreFailure = vi.fn();
  const { center, memory, make } = setUp({ onStoreFailure });
  const source = make();
  await source.getToken();
  memory.before = () => Promise.reject(new Error('down'));
  await source.logout();
  expect(center.apiRequests).toHaveLength(1);
  expect(source.peek()).toBeUndefined();
  expect(onStoreFailure).toHaveBeenCalledOnce();
});

test('a source without an address touches no store', async () => {
  const memory = memoryStore();
  memory.before = vi.fn(() => Promise.resolve());
  const source = clientCredentials({ ...CREDENTIALS, store: sharedStore(memory) });
  await expect(source.getToken()).rejects.toThrow(/baseUrl/);
  expect(memory.before).not.toHaveBeenCalled();
});

test('what the store offers is what was given', async () => {
  const memory = memoryStore({ locks: false });
  const shared = sharedStore(memory);
  await shared.set('key', { value: 'abc' }, 5);
  expect(await shared.get('key')).toEqual({ value: 'abc' });
  await shared.delete('key');
  expect(await shared.get('key')).toBeUndefined();
  expect(shared.lock).toBeUndefined();
});
