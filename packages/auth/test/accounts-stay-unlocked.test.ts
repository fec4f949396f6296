/**
 * How many wrong secrets a server counts in the first ten minutes of programs that go wrong. It locks the
 * account after five.
 *
 * @module
 */
import { describe, expect, test, vi } from 'vitest';
import { type ClientCredentialsOptions, clientCredentials, sharedStore } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, settle, tokenAnswer } from './fake-center.ts';
import { memoryStore } from './memory-store.ts';

const RIGHT = 'the right secret';
const refuse = (): Response =>
  Response.json({ error: 'invalid_client', error_description: 'Bad client credentials' }, { status: 401 });

/** A process: a clock of its own has a memory of its own. */
function setUp(answer: () => Response | Promise<Response> = refuse) {
  const center = fakeCenter();
  const clock = fakeClock();
  center.answerToken = (request, count) =>
    new URL(request.url).searchParams.get('client_secret') === RIGHT
      ? tokenAnswer(`token-${count}`, 30)
      : answer();
  const make = (options: Partial<ClientCredentialsOptions> = {}) =>
    clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, clock, ...options });
  return { center, clock, make };
}

type World = ReturnType<typeof setUp>;
const ignore = () => {};
const get = (source: ReturnType<World['make']>, signal?: AbortSignal) =>
  source.getToken({ signal }).then(ignore, ignore);

/** Calls once a second for ten minutes. */
async function everySecond({ clock }: World, call: (second: number) => Promise<void>): Promise<void> {
  for (let second = 0; second < 600; second++) {
    await call(second);
    clock.pass(1000);
  }
}

/** When everybody who is there has asked. */
const slowly = () => settle().then(refuse);

/** A server that refuses only when it is told to. */
function heldBack() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { answer: () => promise.then(refuse), release: resolve };
}

const oauthError = (status: number, error: string) => () => Response.json({ error }, { status });
const breakOff = (): Promise<never> =>
  Promise.reject(new TypeError('fetch failed', { cause: new Error('other side closed') }));

describe('at most 3 wrong attempts in the first ten minutes', () => {
  test('fifty callers that leave before the server answers', async () => {
    const { answer, release } = heldBack();
    const { center, make } = setUp(answer);
    const source = make();
    for (let caller = 0; caller < 50; caller++) {
      const mine = new AbortController();
      const waiting = get(source, mine.signal);
      await settle();
      mine.abort();
      await waiting;
    }
    release();
    await expect(source.getToken()).rejects.toMatchObject({ code: 'token_refused' });
    expect(center.tokenRequests).toHaveLength(1);
  });

  test('ten calls whose time limit is shorter than the server needs', async () => {
    const { answer, release } = heldBack();
    const { center, make } = setUp(answer);
    const source = make({ timeout: 1 });
    for (let call = 0; call < 10; call++) await get(source);
    release();
    expect(center.tokenRequests).toHaveLength(1);
  });

  test.each([
    ['invalid_client', refuse],
    ['invalid_grant', oauthError(400, 'invalid_grant')],
    ['a 403', oauthError(403, 'forbidden')],
    ['a 403 without words', () => new Response(null, { status: 403 })],
  ])('one call a second, which gets %s', async (_, answer) => {
    const world = setUp(answer);
    const source = world.make();
    await everySecond(world, () => get(source));
    expect(world.center.tokenRequests).toHaveLength(3);
  });

  test('twenty sources in one process', async () => {
    const world = setUp(slowly);
    const sources = Array.from({ length: 20 }, () => world.make());
    await Promise.all(sources.map((source) => get(source)));
    expect(world.center.tokenRequests).toHaveLength(1);
    await everySecond(world, (second) => get(sources[second % 20] ?? world.make()));
    expect(world.center.tokenRequests).toHaveLength(3);
  });

  test('twenty processes over one store', async () => {
    const memory = memoryStore();
    const center = fakeCenter();
    center.answerToken = slowly;
    const processes = Array.from({ length: 20 }, () => {
      const world = setUp();
      const store = sharedStore(memory);
      return { ...world, source: world.make({ fetch: center.fetch, store }) };
    });
    await Promise.all(processes.map(({ source }) => get(source)));
    for (let second = 0; second < 600; second += 5) {
      for (const { clock } of processes) clock.pass(5000);
      for (const { source } of processes.slice(second % 20, (second % 20) + 1)) await get(source);
    }
    expect(center.tokenRequests).toHaveLength(3);
    expect(JSON.stringify([...memory.entries])).not.toContain(CREDENTIALS.clientSecret);
  });

  test('two wrong secrets in turn', async () => {
    const world = setUp();
    let second = 0;
    const source = world.make({ clientSecret: () => (second % 2 === 0 ? 'wrong' : 'also wrong') });
    await everySecond(world, (now) => {
      second = now;
      return get(source);
    });
    expect(world.center.tokenRequests).toHaveLength(3);
  });

  test('secrets that keep changing', async () => {
    const world = setUp();
    let number = 0;
    const source = world.make({ clientSecret: () => `wrong-${number++}` });
    await everySecond(world, () => get(source));
    expect(world.center.tokenRequests).toHaveLength(3);
  });

  test('a server that breaks off without an answer: three of them count as one refusal', async () => {
    const world = setUp(breakOff);
    const source = world.make();
    await everySecond(world, () => get(source));
    // Three, a minute, one, a minute, one, a minute, one that completes the second refusal, and so on.
    expect(world.center.tokenRequests.length).toBeLessThanOrEqual(9);
    await expect(source.getToken()).rejects.toMatchObject({ code: 'token_unreachable', retryable: true });
  });
});

test('three requests without an answer are a refusal, and two are none', async () => {
  const world = setUp(breakOff);
  const source = world.make();
  for (let call = 0; call < 10; call++) await get(source);
  expect(world.center.tokenRequests).toHaveLength(3);
  world.clock.pass(59_999);
  await get(source);
  expect(world.center.tokenRequests).toHaveLength(3);
  world.clock.pass(1);
  await get(source);
  expect(world.center.tokenRequests).toHaveLength(4);
});

test('an hour after the last refusal, pauses are short again', async () => {
  const world = setUp();
  const source = world.make({ refusalPause: 1000 });
  const attempts = async (milliseconds: number): Promise<number> => {
    world.clock.pass(milliseconds);
    await get(source);
    return world.center.tokenRequests.length;
  };
  expect(await attempts(0)).toBe(1);
  expect([await attempts(999), await attempts(1)]).toEqual([1, 2]);
  expect([await attempts(4999), await attempts(1)]).toEqual([2, 3]);
  expect([await attempts(14_999), await attempts(1)]).toEqual([3, 4]);
  expect([await attempts(14_999), await attempts(1)]).toEqual([4, 5]);
  // Sixty pauses after the last one.
  expect([await attempts(60_000), await attempts(999), await attempts(1)]).toEqual([6, 6, 7]);
});

const unreached = {
  ECONNREFUSED: { code: 'ECONNREFUSED' },
  ENOTFOUND: { code: 'ENOTFOUND' },
  'what was not sent': { notSent: true },
};

test.each(Object.entries(unreached))(
  '%s has counted nothing, and the server is asked again',
  async (_, fields) => {
    const cause = Object.assign(new Error('no connection'), fields);
    let failure: Promise<never> | Response = refuse();
    const world = setUp(() => failure);
    const source = world.make();
    await get(source);
    world.clock.pass(60_000);
    // It does not prolong the pause of an earlier refusal either.
    failure = Promise.reject(new TypeError('fetch failed', { cause }));
    for (let call = 0; call < 10; call++) await get(source);
    expect(world.center.tokenRequests).toHaveLength(11);
  },
);

test('a server that is silent is not asked a fourth time', async () => {
  // A minute is the limit of a request, and no other.
  using _ = vi
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation((limit) =>
      limit === 60_000 ? AbortSignal.abort(new Error('time is up')) : new AbortController().signal,
    );
  const world = setUp();
  const source = world.make();
  for (let call = 0; call < 3; call++)
    await expect(source.getToken()).rejects.toMatchObject({ code: 'token_timeout', retryable: true });
  await expect(source.getToken()).rejects.toMatchObject({
    code: 'token_timeout',
    retryable: true,
    retryAt: world.clock.now() + 60_000,
    message: expect.stringContaining('got no answer before'),
  });
  expect(world.center.tokenRequests).toHaveLength(3);
});

test('a secret that has changed works at once', async () => {
  const world = setUp();
  let clientSecret = 'wrong';
  const source = world.make({ clientSecret: () => clientSecret });
  await everySecond(world, () => get(source));
  clientSecret = RIGHT;
  expect((await source.getToken()).value).toBe('token-4');
});

test('a right secret is not held up by a wrong one elsewhere in the process, and does not reset its pause', async () => {
  const world = setUp();
  const [wrong, right] = [world.make(), world.make({ clientSecret: RIGHT })];
  await get(wrong);
  expect((await right.getToken()).value).toBe('token-2');
  await everySecond(world, async () => {
    await get(wrong);
    await right.getToken();
  });
  const attempts = world.center.tokenRequests.filter(({ url }) => url.includes(CREDENTIALS.clientSecret));
  expect(attempts).toHaveLength(3);
});

test('a right secret ends the pause for the secret that is right', async () => {
  let isUnlocked = false;
  const world = setUp(() => (isUnlocked ? tokenAnswer('fine', 30) : refuse()));
  const source = world.make();
  await get(source);
  isUnlocked = true;
  world.clock.pass(60_000);
  expect((await source.getToken()).value).toBe('fine');
  isUnlocked = false;
  world.clock.pass(60_000);
  await expect(source.getToken()).rejects.toMatchObject({ status: 401 });
  await expect(source.getToken()).rejects.toMatchObject({ retryAt: world.clock.now() + 60_000 });
});

test('clients and Centers are told apart', async () => {
  const world = setUp();
  await get(world.make());
  await get(world.make({ clientId: 'other' }));
  await get(world.make({ baseUrl: 'https://clc2.example.com' }));
  expect(world.center.tokenRequests).toHaveLength(3);
});

test('a process that starts later learns from the store what others were refused', async () => {
  const memory = memoryStore();
  const [first, second] = [setUp(), setUp()];
  await get(first.make({ store: sharedStore(memory) }));
  await expect(second.make({ store: sharedStore(memory) }).getToken()).rejects.toMatchObject({
    code: 'token_refused',
    message: expect.stringContaining('was refused before'),
  });
  expect(second.center.tokenRequests).toHaveLength(0);
});

test('junk among the failed attempts of a store is as good as nothing', async () => {
  const memory = memoryStore();
  memory.entries.set('https%3A%2F%2Fclc.example.com:robot:failed_attempts', {
    token: { value: '[{"tag":1},7,null]' },
    lifetime: undefined,
  });
  const source = setUp().make({ store: sharedStore(memory), clientSecret: RIGHT });
  expect((await source.getToken()).value).toBe('token-1');
});

test('what only looks like a failed attempt counts as little', async () => {
  const memory = memoryStore();
  const world = setUp();
  const at = world.clock.now();
  const value = JSON.stringify([1, 2].map((tag) => ({ tag, at, weight: 'heavy' })));
  const key = 'https%3A%2F%2Fclc.example.com:robot:failed_attempts';
  memory.entries.set(key, { token: { value }, lifetime: undefined });
  const source = world.make({ store: sharedStore(memory), clientSecret: RIGHT });
  expect((await source.getToken()).value).toBe('token-1');
});

test('a right secret leaves no failed attempts in the store', async () => {
  const memory = memoryStore();
  const world = setUp();
  const source = world.make({ store: sharedStore(memory) });
  const kept = () => [...memory.entries.keys()].filter((key) => key.endsWith('failed_attempts'));
  await get(source);
  expect(kept()).toHaveLength(1);
  world.clock.pass(60_000);
  world.center.answerToken = () => tokenAnswer('fine');
  expect((await source.getToken()).value).toBe('fine');
  expect(kept()).toEqual([]);
});
