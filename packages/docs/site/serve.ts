/**
 * Serves the built site on loopback, as any server of files does.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml',
};

export interface ServedSite extends AsyncDisposable {
  readonly origin: string;
}

/** @param port - 0 for a free one. */
export async function serveSite(folder: string, port: number): Promise<ServedSite> {
  const server = createServer(({ url = '/' }, response) => {
    const pathname = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    const file = join(folder, extname(pathname) === '' ? join(pathname, 'index.html') : pathname);
    readFile(file).then(
      (bytes) =>
        response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end('There is no such page.'),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
