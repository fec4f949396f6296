import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockFile } from '../../src/internal/lock-file.ts';
import { openFiles } from '../open-files.ts';

const MINUTE = 60_000;
/** The lease of a lock that may be held longer. */
const LEASE = 4000;
const { pid: ended } = spawnSync(process.execPath, ['--version']);

let folder: string;
let path: string;
/** Ends all waiting after a test. */
let over: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-lock-file-'));
  path = join(folder, 'x.lock');
  over = new AbortController();
});
afterEach(() => {
  over.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Why the lock was not taken within the time; undefined if it was. */
const failure = (milliseconds: number): Promise<unknown> =>
  lockFile(path, MINUTE, MINUTE, AbortSignal.any([over.signal, AbortSignal.timeout(milliseconds)])).then(
    () => undefined,
    (error: unknown) => error,
  );
const ours = () => expect(readFileSync(path, 'utf8')).toMatch(`${process.pid} ${hostname()} `);

/** The clock that measures how long a lock is unchanged. */
function steadyClock() {
  const clock = { time: 100_000 };
  const read = vi.spyOn(performance, 'now').mockImplementation(() => clock.time);
  const tries = async () => {
    const before = read.mock.calls.length;
    await vi.waitUntil(() => read.mock.calls.length > before + 8 || over.signal.aborted, 60_000);
  };
  return { clock, tries };
}

test.each([
  ['process that runs', `${process.pid} ${hostname()} x`],
  ['process of another machine', `${ended} elsewhere x`],
])('the lock of a %s is left alone', async (_, owner) => {
  steadyClock();
  writeFileSync(path, owner);
  expect(await failure(120)).toMatchObject({ name: 'TimeoutError' });
  expect(readFileSync(path, 'utf8')).toBe(owner);
});

test('the lock of a process that has ended is broken at once, also by many at the same time', async () => {
  steadyClock();
  writeFileSync(path, `${ended} ${hostname()} x`);
  const release = await lockFile(path, MINUTE, MINUTE, over.signal);
  ours();
  await release();
  for (let round = 0; round < 3; round++) {
    writeFileSync(path, `${ended} ${hostname()} x`);
    const takers = Array.from({ length: 8 }, async () => {
      const giveBack = await lockFile(path, MINUTE, MINUTE, over.signal);
      await giveBack();
    });
    await Promise.all(takers);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process of another user is left alone', async () => {
  steadyClock();
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('not allowed'), { code: 'EPERM' });
  });
  writeFileSync(path, `1 ${hostname()} x`);
  expect(await failure(120)).toMatchObject({ name: 'TimeoutError' });
});

test('an unchanged lock is broken after its lease, and not before', async () => {
  const { clock, tries } = steadyClock();
  writeFileSync(path, '1 elsewhere x');
  let isTaken = false;
  const take = async () => {
    await lockFile(path, MINUTE, MINUTE, over.signal);
    isTaken = true;
  };
  const taking = take().catch((error: unknown) => error);
  await tries();
  clock.time += LEASE;
  await tries();
  expect(isTaken).toBe(false);
  clock.time += 1;
  expect(await taking).toBeUndefined();
  ours();
});

test('a lock that is missing when it is looked at is tried again, and not removed', async () => {
  // A link that leads nowhere: it exists for whoever creates a file, and is missing for whoever reads it.
  symlinkSync(join(folder, 'nowhere'), path);
  expect(await failure(120)).toMatchObject({ name: 'TimeoutError' });
  expect(readdirSync(folder)).toEqual(['x.lock']);
});

test('a lock that cannot be created is no lock that is waited for', async () => {
  path = join(folder, 'missing', 'x.lock');
  expect(await failure(2000)).toMatchObject({ code: 'ENOENT' });
});

test('the owner touches its lock while it holds it, and leaves that of another alone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const [mine, lost] = [path, join(folder, 'y.lock')];
  const releaseLost = await lockFile(lost, 400, MINUTE, over.signal);
  const release = await lockFile(mine, 400, MINUTE, over.signal);
  writeFileSync(lost, 'somebody else');
  utimesSync(lost, 1000, 1000);
  for (let round = 0; round < 3; round++) {
    utimesSync(mine, 1000, 1000);
    vi.advanceTimersByTime(100);
    await expect.poll(() => statSync(mine).mtimeMs, { timeout: 5000 }).toBeGreaterThan(1_000_000);
  }
  expect(statSync(lost).mtimeMs).toBe(1_000_000);
  await releaseLost();
  await release();
  expect(readdirSync(folder)).toEqual(['y.lock']);
  expect(vi.getTimerCount()).toBe(0);
});

test.runIf(process.platform === 'linux')('a lock keeps no file open', async () => {
  await lockFile(path, MINUTE, MINUTE, over.signal);
  expect(openFiles()).not.toContain(path);
});
