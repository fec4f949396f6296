import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
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
const LEASE = 300;
const HOUR = 3600;

/** Whether a lock with this owner is broken, and after how many milliseconds. */
async function timeToBreak(
  owner: string | undefined,
  ageInSeconds = 0,
  { lease = LEASE, limit = 60_000 } = {},
): Promise<number> {
  const { store } = setUp();
  const { signal } = new AbortController();
  const release = await store.lock?.('key', { lifetime: lease, signal });
  const lock = onlyFile();
  if (owner !== undefined) {
    writeFileSync(lock, owner);
    const then = Date.now() / 1000 - ageInSeconds;
    utimesSync(lock, then, then);
  }
  const start = performance.now();
  const until = AbortSignal.timeout(limit);
  const second = await store.lock?.('key', { lifetime: lease, signal: until }).catch(() => undefined);
  const time = performance.now() - start;
  await release?.();
  await second?.();
  return second ? time : Infinity;
}

test('the lock of a process that has ended is broken at once, whatever its time', async () => {
  for (const age of [0, HOUR, -HOUR]) {
    expect(await timeToBreak(`${ended} ${hostname()} x`, age)).toBeLessThan(Infinity);
  }
});

test.each([
  ['a process on another machine', `${ended} elsewhere x`],
  ['an earlier process with our id', `${process.pid} ${hostname()} x`],
  ['an earlier process with the id 1', `1 ${hostname()} x`],
  ['nobody, as a full disk leaves it', ''],
])(
  'the lock of %s is broken when it has given no sign of life, whatever the clocks say',
  async (_, owner) => {
    for (const age of [0, 60, HOUR, -60, -HOUR]) {
      const time = await timeToBreak(owner, age);
      expect(time).toBeGreaterThan(LEASE - 50);
      expect(time).toBeLessThan(Infinity);
    }
  },
);

test('the lock of a process that lives is not broken, however long it holds it', async () => {
  // It gives a sign of life every half second, so only a process that stands still for three times as long
  // seems dead.
  expect(await timeToBreak(undefined, 0, { lease: 2_000, limit: 5_000 })).toBe(Infinity);
});

test('a lock that cannot be written is removed', () => {
  mkdirSync(directory, { recursive: true });
  // No file may grow, as on a full disk.
  const run = 'trap \'\' XFSZ; ulimit -f 0; exec "$0" "$@"';
  const module = new URL('../src/internal/lock-file.ts', import.meta.url).href;
  const script = `
    const { lockFile } = await import(${JSON.stringify(module)});
    const path = ${JSON.stringify(join(directory, 'x.lock'))};
    await lockFile(path, 1000, 1000, new AbortController().signal).catch(({ code }) => process.stderr.write(code));
  `;
  const { stderr } = spawnSync(
    'bash',
    ['-c', run, process.execPath, '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  expect(stderr).toMatch(/EFBIG|ENOSPC/);
  expect(files()).toEqual([]);
});

test('a FIFO in place of the file is not waited for', async () => {
  const { make, onStoreFailure } = setUp();
  await make().getToken();
  const file = onlyFile();
  rmSync(file);
  spawnSync('mkfifo', [file]);
  expect((await make().getToken()).value).toBe('token-2');
  expect(onStoreFailure).toHaveBeenCalledOnce();
});

test.each([0o777, 0o770, 0o1777])(
  'an existing folder with mode %o is not used, and the hook says why',
  async (bits) => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, bits);
    const { make, onStoreFailure } = setUp();
    await make().getToken();
    expect(files()).toEqual([]);
    expect(onStoreFailure).toHaveBeenCalledWith(
      expect.objectContaining({
        cause: expect.objectContaining({ message: expect.stringContaining('chmod 700') }),
      }),
    );
  },
);

test.runIf(process.getuid?.() === 0)('a folder of another user is not used', async () => {
  mkdirSync(directory, { recursive: true });
  spawnSync('chown', ['12345', directory]);
  const { make, onStoreFailure } = setUp();
  await make().getToken();
  expect(files()).toEqual([]);
  expect(onStoreFailure).toHaveBeenCalledOnce();
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

test('a folder that cannot be created is bypassed', async () => {
  writeFileSync(join(folder, 'a'), 'a file is in the way');
  const { make, onStoreFailure } = setUp();
  expect((await make().getToken()).value).toBe('token-1');
  expect(onStoreFailure).toHaveBeenCalledOnce();
  expect(existsSync(directory)).toBe(false);
});

test('a missing directory is a mistake at once', () => {
  expect(() => fileStore({ directory: '' })).toThrow(/^directory/);
});
