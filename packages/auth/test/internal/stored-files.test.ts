import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileStore } from '../../src/file-store.ts';
import { privateFolder, readPrivate } from '../../src/internal/private-files.ts';
import { openFiles } from '../open-files.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-private-files-'));
  path = join(folder, 'x.json');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const write = (mode: number) => {
  writeFileSync(path, 'text');
  chmodSync(path, mode);
};
const read = () => readPrivate(folder, path).catch((error: unknown) => String(error));

test('a private file is read, and a missing one is none', async () => {
  expect(await read()).toBeUndefined();
  write(0o600);
  expect(await read()).toBe('text');
});

test.runIf(process.getuid).each<[string, () => void, RegExp]>([
  ['file that others can read', () => write(0o604), /delete it/],
  ['file that the group can read', () => write(0o640), /delete it/],
  [
    'file in a folder that others can change',
    () => {
      write(0o600);
      chmodSync(folder, 0o702);
    },
    /chmod 700/,
  ],
  ['folder in place of a file', () => mkdirSync(path, { mode: 0o700 }), /is not a file: delete it/],
  [
    'link',
    () => {
      writeFileSync(join(folder, 'elsewhere'), 'text', { mode: 0o600 });
      symlinkSync(join(folder, 'elsewhere'), path);
    },
    /ELOOP/,
  ],
  [
    'file of another user',
    () => {
      write(0o600);
      vi.spyOn(process, 'getuid').mockReturnValue(12_345);
    },
    /belongs to another user/,
  ],
])('a %s is not read', async (_, prepare, message) => {
  prepare();
  expect(await read()).toMatch(message);
});

test('without user ids, as on Windows, the permissions of the file are not looked at', async () => {
  write(0o644);
  vi.stubGlobal('process', Object.create(process, { getuid: { value: undefined } }));
  const text = await read();
  vi.unstubAllGlobals();
  expect(text).toBe('text');
});

test.runIf(process.getuid)(
  'a folder is created for this user only, and not used if others can change it',
  async () => {
    const made = join(folder, 'a', 'b');
    await privateFolder(made);
    expect(statSync(made).mode & 0o777).toBe(0o700);
    chmodSync(made, 0o720);
    const error = await privateFolder(made).catch((one: unknown) => one);
    expect(error).toMatchObject({ message: expect.stringContaining('chmod 700') });
  },
);

test.runIf(process.getuid)('a FIFO is not waited for', async () => {
  spawnSync('mkfifo', ['-m', '600', path]);
  const reading = read();
  const waited = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    // Ends the waiting of a reader.
    closeSync(openSync(path, constants.O_RDWR));
    waited.resolve('waited');
  }, 10_000);
  expect(await Promise.race([reading, waited.promise])).toMatch(/is not a file/);
  clearTimeout(timer);
});

test.runIf(process.platform === 'linux')('a file that was read or refused is closed', async () => {
  write(0o600);
  await read();
  chmodSync(path, 0o644);
  await read();
  expect(openFiles()).not.toContain(path);
});

test('a store writes, reads and removes the file of a key', async () => {
  const directory = join(folder, 'a', 'b');
  const store = fileStore({ directory });
  expect(await store.get('key')).toBeUndefined();
  await store.set('key', { value: 'abc' }, undefined);
  const name = `${createHash('sha256').update('key').digest('hex').slice(0, 32)}.json`;
  expect(readdirSync(directory)).toEqual([name]);
  expect(await store.get('key')).toEqual({ value: 'abc' });
  expect(await store.get('other')).toBeUndefined();
  writeFileSync(join(directory, name), JSON.stringify({ key: 'other', token: { value: 'abc' } }));
  expect(await store.get('key')).toBeUndefined();
  await store.delete('key');
  await store.delete('key');
  expect(readdirSync(directory)).toEqual([]);
  // A folder is in the way: what was written meanwhile is not left there.
  mkdirSync(join(directory, name, 'x'), { recursive: true });
  const error: unknown = await store.set('key', { value: 'abc' }, undefined).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(Error);
  expect(readdirSync(directory)).toEqual([name]);
});

test('a store takes its lock in its folder, and needs that folder', async () => {
  const directory = join(folder, 'a', 'b');
  const { signal } = new AbortController();
  const release = await fileStore({ directory }).lock?.('key', { lifetime: 60_000, signal });
  expect(readdirSync(directory)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json\.lock$/)]);
  await release?.();
  expect(existsSync(directory)).toBe(true);
  expect(() => fileStore({ directory: '' })).toThrow(/^directory/);
});
