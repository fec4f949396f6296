/**
 * A lock that is a file with its owner in it.
 *
 * Its owner touches it as long as it lives. Whoever waits measures with a clock of its own how long the file stays the same, so
 * that no two clocks are compared: those of machines and of file systems differ.
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

/** Milliseconds without a sign of life after which a lock is broken. */
const LEASE = 4000;

/**
 * @param lifetime - Milliseconds; the lease is not longer.
 * @param tryTimeout - Milliseconds after which one try is given up.
 * @returns Releases the lock, if it is still ours.
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
    // Two may break it at the same moment: the price is a second token request.
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

/** Resolves to false when there is a lock. One that cannot be written, as on a full disk, is removed. */
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

/** Tells whether the owner of a lock has ended, or has given no sign of life for too long. */
function abandonment(path: string, lease: number): () => Promise<boolean> {
  let seen = '';
  let since = 0;
  return async () => {
    const status = await stat(path).catch(unlessMissing);
    if (!status) return false;
    // What is no file is nobody's lock, and reading it could wait for ever.
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
    // Another user's process runs, too.
    return errorCode(error) !== 'ESRCH';
  }
}
