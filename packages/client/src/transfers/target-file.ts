/**
 * The target file of a download. Until it is complete it has a temporary name beside the target, which
 * identifies the writing process. So leftovers of killed processes can be recognized.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A file under its temporary name. */
export interface TargetFile {
  readonly file: FileHandle;
  /** Renames it to the target. An existing file is replaced only with `overwrite`. */
  complete(): Promise<void>;
  /** Closes the file, and removes it unless it is complete. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Creates the file before anything is requested.
 *
 * @throws Error with Node's code: `EEXIST` when the target exists and `overwrite` is not true, `EISDIR` for a
 *   directory, and so on.
 */
export async function openTarget(to: string, overwrite: boolean): Promise<TargetFile> {
  await checkTarget(to, overwrite);
  await removeLeftovers(to);
  const part = `${to}.${hostTag()}-${process.pid}-${randomBytes(4).toString('hex')}.part`;
  const file = await open(part, 'wx', 0o600);
  let isKept = false;
  return {
    file,
    async complete() {
      await file.sync();
      await file.close();
      try {
        await (overwrite ? rename(part, to) : renameToNew(part, to));
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
        // It may be the only copy of something that the Center creates only once.
        isKept = true;
        throw fileError('EEXIST', to, `was created during the download; the downloaded data is in ${part}`);
      }
    },
    async [Symbol.asyncDispose]() {
      await file.close();
      if (!isKept) await rm(part, { force: true });
    },
  };
}

async function checkTarget(to: string, overwrite: boolean): Promise<void> {
  const found = await lstat(to).catch(() => undefined);
  if (found === undefined) return;
  if (!overwrite)
    throw fileError('EEXIST', to, 'already exists: choose another path, or set overwrite: true');
  if (found.isDirectory()) throw fileError('EISDIR', to, 'is a directory: choose the path of a file');
  if (!found.isFile() && !found.isSymbolicLink())
    throw new TypeError(`${to} is not a regular file, and is not replaced.`);
}

/** Renames without replacing an existing file. */
async function renameToNew(part: string, to: string): Promise<void> {
  try {
    await link(part, to);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw error;
    // Some file systems have no links. There, the name is reserved first and then replaced.
    await (await open(to, 'wx', 0o600)).close();
    await rename(part, to);
  }
}

/** Removes partial files of processes of this machine that have ended. */
async function removeLeftovers(to: string): Promise<void> {
  const folder = dirname(to);
  const start = `${basename(to)}.${hostTag()}-`;
  // A folder that cannot be listed may still accept a file.
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = name.startsWith(start) && /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(start.length));
    if (owner && (await isLeftover(join(folder, name), Number(owner[1]))))
      await rm(join(folder, name), { force: true });
  }
}

async function isLeftover(path: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) return !isAlive(pid);
  // In containers, a new process often has the same number as an earlier one.
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.mtimeMs < Date.now() - process.uptime() * 1000;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process belongs to another user.
    return isCode(error, 'EPERM');
  }
}

/** Folders may be shared between machines, and process numbers are valid on only one. */
function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** An error like those of Node. */
function fileError(code: string, path: string, problem: string): Error {
  return Object.assign(new Error(`${code}: ${path} ${problem}`), { code, path });
}
