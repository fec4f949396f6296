/**
 * A Redis server of its own for a test: on a socket file, so that no port is taken, and without files of its
 * own.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './start-program.ts';

export interface RedisServer extends AsyncDisposable {
  /** Path of its socket. */
  readonly path: string;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Resolves when the server accepts connections. Give the path of a stopped one to start it again. */
export async function startRedis(socket?: string): Promise<RedisServer> {
  const path = socket ?? join(mkdtempSync(join(tmpdir(), 'cloudlink-redis-')), 'redis.sock');
  const args = ['--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no'];
  const program = await startProgram('redis-server', args, /ready to accept connections/i);
  const stop = async (): Promise<void> => void (await program.stop());
  return {
    path,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(join(path, '..'), { recursive: true });
    },
  };
}
