/**
 * The file that a download becomes. Until it is complete it has another name beside its own, which tells whose it is, so that what a process
 * that was killed has left behind is recognized.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A file under its other name. */
export interface TargetFile {
  readonly file: FileHandle;
  /** Gives it its own name. Whatever stands there is replaced only with `overwrite`. */
  complete(): Promise<void>;
  /** Closes it, and removes it unless it is complete. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes the file, before anything is asked for.
 *
 * @throws Error with Node's code: `EEXIST` when there is one and `overwrite` is not true, `EISDIR` for a directory, and so on.
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
        // It may be the only copy of something that the Center makes once.
        isKept = true;
        throw fileError('EEXIST', to, `exists since the download began; what came is in ${part}`);
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
  if (!overwrite) throw fileError('EEXIST', to, 'exists already: give another path, or overwrite: true');
  if (found.isDirectory()) throw fileError('EISDIR', to, 'is a directory: give the path of a file');
  if (!found.isFile() && !found.isSymbolicLink())
    throw new TypeError(`${to} is no regular file, and is not replaced.`);
}

/** Renames without replacing anything. */
async function renameToNew(part: string, to: string): Promise<void> {
  try {
    await link(part, to);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw error;
    // Some file systems have no links: the name is taken first, and then replaced.
    await (await open(to, 'wx', 0o600)).close();
    await rename(part, to);
  }
}

/** Removes what processes of this machine have left behind that are no more. */
async function removeLeftovers(to: string): Promise<void> {
  const folder = dirname(to);
  const start = `${basename(to)}.${hostTag()}-`;
  // A folder that cannot be listed may still take a file.
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = name.startsWith(start) && /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(start.length));
    if (owner && (await isLeftover(join(folder, name), Number(owner[1]))))
      await rm(join(folder, name), { force: true });
  }
}

async function isLeftover(path: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) return !isAlive(pid);
  // In containers, a process often has the number of the one before it.
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.mtimeMs < Date.now() - process.uptime() * 1000;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's.
    return isCode(error, 'EPERM');
  }
}

/** Folders may be shared between machines, and numbers of processes mean something on one only. */
function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** As Node's own errors look. */
function fileError(code: string, path: string, problem: string): Error {
  return Object.assign(new Error(`${code}: ${path} ${problem}`), { code, path });
}
