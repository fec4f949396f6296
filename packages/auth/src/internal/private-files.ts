/**
 * Files that only this user can read, in a folder that nobody else can change. On Windows the folder's own permissions have to do.
 *
 * @module
 */
import { constants, type Stats } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';

/** A link could lead to a file of somebody else, and a FIFO waits for a writer. Windows has no such flags. */
const CAREFULLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Makes the folder when it is missing. Rejects when others own it or can change what is in it. */
export async function privateFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  checkFolder(directory, await stat(directory));
}

/** The text of a file; undefined when it is missing. Rejects when it is no plain file, or others can read or change it. */
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

/** For `catch`: a missing file is no failure. */
export function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
}

export function errorCode(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

function checkFolder(directory: string, status: Stats): void {
  if (isForeign(status, 0o022)) {
    const wrong = `The folder ${directory} belongs to another user or can be changed by others`;
    throw new Error(`${wrong}: take one of your own, or run chmod 700 on it`);
  }
}

/** @param bits - Permissions that others must not have. */
function isForeign({ uid, mode }: Stats, bits: number): boolean {
  const me = process.getuid?.();
  return me !== undefined && (uid !== me || (mode & bits) !== 0);
}
