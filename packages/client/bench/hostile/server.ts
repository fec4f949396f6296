/**
 * A server whose answers are small on the wire and big in memory, or never end, in a process of its own:
 * `fork(..., [mebibytes])`.
 *
 * @module
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

const MIB = 1024 * 1024;
const mebibytes = Number(process.argv[2]);
const zeros = Buffer.alloc(Math.min(mebibytes, 64) * MIB);
const big = Buffer.alloc(Math.min(mebibytes, 1024) * MIB);
/** gzip may be repeated within one body. */
const gzip = Buffer.concat(Array<Buffer>(Math.ceil(mebibytes / 64)).fill(gzipSync(zeros)));
const BODIES: Readonly<Record<string, [encoding: string, bytes: Buffer]>> = {
  gzip: ['gzip', gzip],
  'gzip-gzip': ['gzip, gzip', gzipSync(gzip, { level: 9 })],
  br: ['br', brotliCompressSync(big, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  deflate: ['deflate', deflateSync(big)],
};

let body = '';
let isTokenToo = false;
let status = 200;

const server = createServer((request, response) => {
  if (request.url?.startsWith('/cloudlink/oauth/token') && !isTokenToo) {
    response.end('{"access_token":"made-up","token_type":"bearer","expires_in":7199}');
    return;
  }
  request.resume();
  const [encoding, bytes] = BODIES[body] ?? [];
  if (encoding === undefined) endless(response);
  else response.writeHead(status, { 'Content-Encoding': encoding }).end(bytes);
});

function endless(response: ServerResponse): void {
  const piece = Buffer.alloc(MIB, 32);
  let left = mebibytes;
  response.writeHead(status);
  const write = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(piece)) {
        response.once('drain', write);
        return;
      }
    }
    response.end();
  };
  write();
}

process.on('message', (message: { body: string; isTokenToo: boolean; status: number }) => {
  ({ body, isTokenToo, status } = message);
  process.send?.({ bytes: BODIES[body]?.[1].length ?? 0 });
});
server.listen(0, '127.0.0.1', () => {
  // A listening server on a port has such an address.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
