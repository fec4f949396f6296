import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type KeyvLike, keyvStore } from '../../src/keyv-store.ts';

const never = new AbortController().signal;

afterEach(() => {
  vi.useRealTimers();
});

/** A Keyv in memory; with a client that keeps the locks, as the adapter for Redis has. */
function setUp() {
  const entries = new Map<string, unknown>();
  const locks = new Map<string, string>();
  const client = {
    set: vi.fn((key: string, owner: string, options: { NX?: boolean; PX?: number }) => {
      if (options.NX && locks.has(key)) return Promise.resolve(null);
      locks.set(key, owner);
      return Promise.resolve('OK');
    }),
    eval: vi.fn((_script: string, _options: { keys: string[]; arguments: string[] }) => Promise.resolve(1)),
  };
  const adapter = {
    client,
    getClient() {
      return Promise.resolve(this.client);
    },
  };
  const keyv = (store: unknown): KeyvLike => ({
    store,
    on: () => {},
    get: (key) => Promise.resolve(entries.get(key)),
    set: (key, value, ttl) => Promise.resolve(entries.set(key, { value, ttl })),
    delete: (key) => Promise.resolve(entries.delete(key)),
  });
  return { entries, client, locks, adapter, keyv };
}

test('tokens are read, written and removed', async () => {
  const { entries, keyv } = setUp();
  const store = keyvStore(keyv(undefined));
  await store.set('key', { value: 'abc' }, 5);
  expect(entries.get('key')).toEqual({ value: { value: 'abc' }, ttl: 5 });
  entries.set('key', { value: 'other' });
  expect(await store.get('key')).toEqual({ value: 'other' });
  await store.delete('key');
  expect(entries.size).toBe(0);
});

test('a failure that Keyv only tells as an event rejects what was called, and nothing after it', async () => {
  const { keyv } = setUp();
  const tell: ((error: unknown) => void)[] = [];
  let isDown = true;
  const store = keyvStore({
    ...keyv(undefined),
    on: (_, listener) => tell.push(listener),
    get: () => {
      if (isDown) for (const listener of tell) listener(new Error('down'));
      return Promise.resolve();
    },
  });
  expect(await store.get('key').catch((error: unknown) => error)).toEqual(new Error('down'));
  isDown = false;
  expect(await store.get('key')).toBeUndefined();
});

test('only an adapter with a client has a lock', () => {
  const { adapter, keyv } = setUp();
  expect(keyvStore(keyv(adapter)).lock).toBeTypeOf('function');
  for (const store of [undefined, null, {}, { getClient: true }, new Map()])
    expect(keyvStore(keyv(store)).lock).toBeUndefined();
});

test.each([
  [400, 400],
  [60_000, 10_000],
])(
  'a lock for %d ms is taken for %d ms, extended while it is held, and given back',
  async (lifetime, lease) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { client, locks, adapter, keyv } = setUp();
    const release = await keyvStore(keyv(adapter)).lock?.('key', { lifetime, signal: never });
    const owner = locks.get('key:lock');
    expect(owner).toMatch(/^[0-9a-f-]{36}$/);
    expect(client.set.mock.calls).toEqual([['key:lock', owner, { NX: true, PX: lease }]]);
    vi.advanceTimersByTime(lease / 4 - 1);
    expect(client.eval).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    const extended = { keys: ['key:lock'], arguments: [owner, String(lease)] };
    expect(client.eval.mock.calls).toEqual([[expect.stringContaining("'pexpire'"), extended]]);
    await release?.();
    const released = { keys: ['key:lock'], arguments: [owner] };
    expect(client.eval).toHaveBeenLastCalledWith(expect.stringContaining("'del'"), released);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test('a lock that another process holds is waited for', async () => {
  const { client, locks, adapter, keyv } = setUp();
  locks.set('key:lock', 'another');
  const store = keyvStore(keyv(adapter));
  const over = new AbortController();
  const taking = store.lock?.('key', { lifetime: 60_000, signal: over.signal }).catch(() => undefined);
  onTestFinished(() => over.abort());
  await vi.waitUntil(() => client.set.mock.calls.length > 2 || over.signal.aborted, 60_000);
  expect(locks.get('key:lock')).toBe('another');
  locks.clear();
  const release = await taking;
  expect(locks.get('key:lock')).toMatch(/^[0-9a-f-]{36}$/);
  await release?.();
});
