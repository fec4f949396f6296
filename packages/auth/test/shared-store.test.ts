/** Sources of several processes that share one token in a store. */
import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { authFetch, clientCredentials, sharedStore } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';
import { memoryStore } from './memory-store.ts';
import { KEY, setUp } from './processes-of-one-store.ts';

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

test.each([0, -1, 10_001, Infinity, Number.NaN])('a store timeout of %d ms is refused', (storeTimeout) => {
  expect(() => sharedStore(memoryStore(), { storeTimeout })).toThrow(TypeError);
  expect(() => sharedStore(memoryStore(), { storeTimeout })).toThrow('storeTimeout: give milliseconds');
});

test.each([0.5, 1, 10_000, undefined])('a store timeout of %s ms is taken', (storeTimeout) => {
  expect(() => sharedStore(memoryStore(), { storeTimeout })).not.toThrow();
});
