/**
 * Files that only this user can read, in a folder that nobody else can change. On Windows only the folder's
 * permissions protect them.
 *
 * @module
 */
import { constants, type Stats } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';

/** No links, which could point to another user's file, and no blocking on a FIFO. Windows lacks these flags. */
const CAREFULLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Creates the folder if it is missing. Rejects if others own it or can change its content. */
export async function privateFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  checkFolder(directory, await stat(directory));
}

/**
 * Resolves to the text of a file, or undefined if it is missing. Rejects if it is no plain file, or others
 * can read or change it.
 */
export async function readPrivate(directory: string, path: string): Promise<string | undefined> {
  const file = await open(path, CAREFULLY).catch(unlessMissing);
  if (!file) return undefined;
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new Error(`${path} is not a file: delete it`);
    checkFolder(directory, await stat(directory));
    if (isForeign(status, 0o077))
      throw new Error(`The token file belongs to another user or can be read by others: delete it (${path})`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** For `catch`: ignores the error for a missing file. */
export function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
}

export function errorCode(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

function checkFolder(directory: string, status: Stats): void {
  if (isForeign(status, 0o022)) {
    const wrong = `The folder ${directory} belongs to another user or can be changed by others`;
    throw new Error(`${wrong}: use a folder of your own, or run chmod 700 on it`);
  }
}

/** @param bits - Permissions that others must not have. */
function isForeign({ uid, mode }: Stats, bits: number): boolean {
  const me = process.getuid?.();
  return me !== undefined && (uid !== me || (mode & bits) !== 0);
}
