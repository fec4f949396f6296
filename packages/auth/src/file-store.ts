/**
 * `@cloudlink-center/auth/file-store`: one token for the command lines of one user, in files that only this user can
 * read. For Node, Bun and Deno. Every name here is public API.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pollLock } from './internal/poll-lock.ts';
import { sharedStore, type SharingOptions } from './shared-store.ts';
import type { SharedStore, StoredToken } from './token-store.ts';

export type { SharingOptions } from './shared-store.ts';
export type { SharedStore } from './token-store.ts';

/** Options of {@link fileStore}. */
export interface FileStoreOptions extends SharingOptions {
  /** Folder for the tokens, such as `join(homedir(), '.cache/my-tool')`. Made when missing, for this user only. */
  readonly directory: string;
}

/** What a file holds: the key, too, since its name is only a digest of it. */
interface Content {
  readonly key: string;
  readonly token: StoredToken;
}

/**
 * Keeps tokens in files of mode 0600, replaced in one step, with a lock. A file that somebody else owns or can read is
 * not used.
 *
 * **Who can read the files can use the tokens.** On Windows the folder's own permissions have to do.
 *
 * @throws `TypeError` without a directory.
 */
export function fileStore({ directory, ...options }: FileStoreOptions): SharedStore {
  if (!directory) throw new TypeError('directory is missing');
  const path = (key: string): string =>
    join(directory, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  return sharedStore(
    {
      get: (key) => readToken(path(key), key),
      async set(key, token) {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        const scratch = `${path(key)}.${randomUUID()}`;
        try {
          const content: Content = { key, token };
          await writeFile(scratch, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
          await rename(scratch, path(key));
        } finally {
          await rm(scratch, { force: true });
        }
      },
      delete: (key) => rm(path(key), { force: true }),
      async lock(key, { lifetime, signal }) {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        return lockFile(`${path(key)}.lock`, lifetime, signal);
      },
    },
    options,
  );
}

async function readToken(path: string, key: string): Promise<StoredToken | undefined> {
  // A link could lead to a file of somebody else. Windows has no such flag.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(unlessMissing);
  if (!file) return undefined;
  try {
    const { uid, mode } = await file.stat();
    const me = process.getuid?.();
    if (me !== undefined && (uid !== me || (mode & 0o077) !== 0)) {
      throw new Error('The token file belongs to another user or can be read by others: delete it');
    }
    return parse(await file.readFile('utf8'), key);
  } finally {
    await file.close();
  }
}

function parse(text: string, key: string): StoredToken | undefined {
  try {
    const content = Object(JSON.parse(text)) as Partial<Content>;
    return content.key === key ? content.token : undefined;
  } catch {
    // The message of JSON.parse quotes the text. What is no JSON is as good as absent.
    return undefined;
  }
}

/** A lock is a file with its owner in it. One that is too old, or whose process on this machine has ended, is broken. */
async function lockFile(path: string, lifetime: number, signal: AbortSignal): Promise<() => Promise<void>> {
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  await pollLock(async () => {
    try {
      await writeFile(path, owner, { mode: 0o600, flag: 'wx' });
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    // Two may break it at the same moment: the price is a second token request.
    if (await isAbandoned(path, lifetime)) await rm(path, { force: true });
    return false;
  }, signal);
  return async () => {
    if ((await readFile(path, 'utf8').catch(unlessMissing)) === owner) await rm(path, { force: true });
  };
}

async function isAbandoned(path: string, lifetime: number): Promise<boolean> {
  const status = await stat(path).catch(unlessMissing);
  if (!status) return false;
  if (Date.now() - status.mtimeMs > lifetime) return true;
  const [pid, host] = ((await readFile(path, 'utf8').catch(unlessMissing)) ?? '').split(' ');
  return host === hostname() && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process runs, too.
    return codeOf(error) !== 'ESRCH';
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
