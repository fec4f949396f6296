/**
 * A real proxy: tinyproxy in a process of its own, which says what it was asked for.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './listen.ts';

export interface ProxyServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What it was asked to connect to, such as `127.0.0.1:443`. */
  readonly asked: () => string[];
}

/** @param lines - Of its configuration, such as `BasicAuth user password`. */
export async function proxyServer(...lines: readonly string[]): Promise<ProxyServer> {
  // Somebody else may take a free port before tinyproxy does.
  for (let tries = 1; ; tries += 1) {
    try {
      return await startProxy(lines);
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

async function startProxy(lines: readonly string[]): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-proxy-'));
  const [configuration, log] = [join(folder, 'tinyproxy.conf'), join(folder, 'log')];
  const port = await freePort();
  writeFileSync(
    configuration,
    [
      `Port ${port}`,
      'Listen 127.0.0.1',
      'Timeout 60',
      'LogLevel Connect',
      `LogFile "${log}"`,
      'MaxClients 50',
      ...lines,
    ].join('\n') + '\n',
  );
  const child = spawn('tinyproxy', ['-d', '-c', configuration], { stdio: 'ignore' });
  const closed = once(child, 'close');
  await Promise.race([answering(port), closed.then(() => Promise.reject(new Error('tinyproxy ended')))]);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked: () =>
      [...readFileSync(log, 'utf8').matchAll(/CONNECT (\S+) HTTP/g)].map(([, address = '']) => address),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Resolves when somebody listens there. */
async function answering(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
