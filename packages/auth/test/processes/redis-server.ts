/**
 * A Redis server of its own for a test: on a socket file, so that no port is taken, and without files of its own.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RedisServer extends AsyncDisposable {
  /** Path of its socket. */
  readonly path: string;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Resolves when the server accepts connections. Give the path of a stopped one to start it again. */
export async function startRedis(socket?: string): Promise<RedisServer> {
  const path = socket ?? join(mkdtempSync(join(tmpdir(), 'cloudlink-redis-')), 'redis.sock');
  const child = spawn('redis-server', [
    '--port',
    '0',
    '--unixsocket',
    path,
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    if (/ready to accept connections/i.test(line)) break;
  }
  const stop = async (): Promise<void> => {
    child.kill();
    await closed;
  };
  return {
    path,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(join(path, '..'), { recursive: true });
    },
  };
}
