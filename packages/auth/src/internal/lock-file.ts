/**
 * A lock file that contains its owner.
 *
 * The owner touches the file while it runs. A waiting process measures with its own clock how long the file
 * stays unchanged, because the clocks of machines and file systems differ.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { keepAlive } from './keep-alive.ts';
import { pollLock } from './poll-lock.ts';
import { errorCode, unlessMissing } from './private-files.ts';

/** A lock that its owner has not touched for this time (ms) is broken. */
const LEASE = 4000;

/**
 * @param lifetime - The longest lease, in milliseconds.
 * @param tryTimeout - Time limit of one try, in milliseconds.
 * @returns A function that releases the lock, if this process still holds it.
 */
export async function lockFile(
  path: string,
  lifetime: number,
  tryTimeout: number,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  const lease = Math.min(lifetime, LEASE);
  const isAbandoned = abandonment(path, lease);
  const tryLock = async (): Promise<boolean> => {
    if (await create(path, owner)) return true;
    // Two processes may break it at the same moment. This costs a second token request.
    if (await isAbandoned()) await rm(path, { force: true });
    return false;
  };
  await pollLock(tryLock, tryTimeout, signal);
  const isOurs = async (): Promise<boolean> => (await readOwner(path)) === owner;
  const stop = keepAlive(lease, async () => {
    const now = new Date();
    if (await isOurs()) await utimes(path, now, now);
  });
  return async () => {
    stop();
    if (await isOurs()) await rm(path, { force: true });
  };
}

/** Resolves to false if the lock exists. A lock that cannot be written, as on a full disk, is removed. */
async function create(path: string, owner: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  if (!file) return false;
  try {
    await file.writeFile(owner);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Returns a function that tells whether the owner has ended, or has not touched the lock for too long. */
function abandonment(path: string, lease: number): () => Promise<boolean> {
  let seen = '';
  let since = 0;
  return async () => {
    const status = await stat(path).catch(unlessMissing);
    if (!status) return false;
    // Anything but a file is not a lock of ours, and reading it could block forever.
    const owner = status.isFile() ? await readOwner(path) : '';
    const [pid, host] = owner.split(' ');
    if (host === hostname() && !isRunning(Number(pid))) return true;
    const now = `${status.mtimeMs} ${owner}`;
    if (now !== seen) since = performance.now();
    seen = now;
    return performance.now() - since > lease;
  };
}

async function readOwner(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(unlessMissing)) ?? '';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process runs, as another user.
    return errorCode(error) !== 'ESRCH';
  }
}
