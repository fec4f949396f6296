import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileStore } from '../src/file-store.ts';
import { clientCredentials } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, ORIGIN, settle } from './fake-center.ts';

let folder: string;
let directory: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-file-store-'));
  directory = join(folder, 'a', 'b');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const files = () => readdirSync(directory);
const onlyFile = () => join(directory, files()[0] ?? '');
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function setUp() {
  const center = fakeCenter();
  const onStoreFailure = vi.fn();
  const store = fileStore({ directory, onStoreFailure });
  const make = () => clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch, store });
  return { center, onStoreFailure, store, make };
}

test('a second process takes the token of the first', async () => {
  const { center, make, onStoreFailure } = setUp();
  await make().getToken();
  expect((await make().getToken()).value).toBe('token-1');
  expect(center.tokenRequests).toHaveLength(1);
  expect(onStoreFailure).not.toHaveBeenCalled();
});

test('only this user can read the file and its folder, and nothing else is left there', async () => {
  const { make } = setUp();
  await make().getToken();
  expect(files()).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
  expect(mode(directory)).toBe('700');
  expect(mode(onlyFile())).toBe('600');
  expect(readFileSync(onlyFile(), 'utf8')).not.toContain(CREDENTIALS.clientSecret);
});

test('readers never see half a token', async () => {
  const { store } = setUp();
  const long = { value: 'x'.repeat(100_000) };
  await store.set('key', long, undefined);
  const rounds = Array.from({ length: 50 });
  const write = async () => {
    for (const _ of rounds) await store.set('key', long, undefined);
  };
  const read = async () => {
    for (const _ of rounds) expect((await store.get('key'))?.value).toHaveLength(100_000);
  };
  await Promise.all([write(), read(), read()]);
  expect(files()).toHaveLength(1);
});

test('a file that others can read is not used, and the hook says why', async () => {
  const { center, make, onStoreFailure } = setUp();
  await make().getToken();
  chmodSync(onlyFile(), 0o644);
  await make().getToken();
  expect(center.tokenRequests).toHaveLength(2);
  expect(onStoreFailure).toHaveBeenCalledWith(
    expect.objectContaining({
      cause: expect.objectContaining({ message: expect.stringContaining('delete it') }),
    }),
  );
});

test.runIf(process.getuid?.() === 0)('a file of another user is not used', async () => {
  const { center, make } = setUp();
  await make().getToken();
  spawnSync('chown', ['12345', onlyFile()]);
  await make().getToken();
  expect(center.tokenRequests).toHaveLength(2);
});

test('a link is not followed', async () => {
  const { center, make } = setUp();
  await make().getToken();
  const elsewhere = join(folder, 'elsewhere');
  const file = onlyFile();
  renameSync(file, elsewhere);
  symlinkSync(elsewhere, file);
  await make().getToken();
  expect(center.tokenRequests).toHaveLength(2);
});

test.each([
  ['no JSON', '{"key": "'],
  ['no object', 'null'],
  ['the token of another key', '{"key":"other","token":{"value":"foreign"}}'],
])('a file with %s is as good as none', async (_, content) => {
  const { make, onStoreFailure } = setUp();
  await make().getToken();
  writeFileSync(onlyFile(), content);
  expect((await make().getToken()).value).toBe('token-2');
  expect(onStoreFailure).not.toHaveBeenCalled();
});

test('a lock is waited for, and given back', async () => {
  const { store } = setUp();
  const { signal } = new AbortController();
  const first = await store.lock?.('key', { lifetime: 60_000, signal });
  const order: string[] = [];
  const second = store.lock?.('key', { lifetime: 60_000, signal }).then((release) => {
    order.push('second');
    return release;
  });
  // Longer than the pauses between attempts.
  await vi.waitUntil(() => files().length > 0);
  await settle();
  order.push('first');
  await first?.();
  await (
    await second
  )?.();
  expect(order).toEqual(['first', 'second']);
  expect(files()).toEqual([]);
});

test('waiting for a lock ends with its signal', async () => {
  const { store } = setUp();
  await store.lock?.('key', { lifetime: 60_000, signal: new AbortController().signal });
  const mine = new AbortController();
  const waiting = store.lock?.('key', { lifetime: 60_000, signal: mine.signal });
  mine.abort('enough');
  await expect(waiting).rejects.toBe('enough');
});

const { pid: ended } = spawnSync(process.execPath, ['--version']);

test.each([
  ['a process that has ended', `${ended} ${hostname()} x`, 0, true],
  ['a process that runs', `${process.pid} ${hostname()} x`, 0, false],
  ['a process that runs, too long ago', `${process.pid} ${hostname()} x`, 61, true],
  ['a process on another machine', `${ended} elsewhere x`, 0, false],
  ['a process on another machine, too long ago', `${ended} elsewhere x`, 61, true],
])('the lock of %s: broken, %s', async (_, owner, ageInSeconds, broken) => {
  const { store } = setUp();
  const { signal } = new AbortController();
  await store.lock?.('key', { lifetime: 60_000, signal });
  const lock = onlyFile();
  writeFileSync(lock, owner);
  const then = Date.now() / 1000 - ageInSeconds;
  utimesSync(lock, then, then);
  const limit = AbortSignal.timeout(300);
  const outcome = store.lock?.('key', { lifetime: 60_000, signal: limit }).then(
    () => true,
    () => false,
  );
  expect(await outcome).toBe(broken);
});

test('a lock that somebody else has taken over is not given back', async () => {
  const { store } = setUp();
  const release = await store.lock?.('key', { lifetime: 60_000, signal: new AbortController().signal });
  writeFileSync(onlyFile(), 'somebody else');
  await release?.();
  expect(readFileSync(onlyFile(), 'utf8')).toBe('somebody else');
});

test('logout removes the file', async () => {
  const { make } = setUp();
  const source = make();
  await source.getToken();
  await source.logout();
  expect(files()).toEqual([]);
});

test('a folder that cannot be made is gone around', async () => {
  writeFileSync(join(folder, 'a'), 'a file is in the way');
  const { make, onStoreFailure } = setUp();
  expect((await make().getToken()).value).toBe('token-1');
  expect(onStoreFailure).toHaveBeenCalledOnce();
  expect(existsSync(directory)).toBe(false);
});

test('a missing directory is a mistake at once', () => {
  expect(() => fileStore({ directory: '' })).toThrow(/^directory/);
});
