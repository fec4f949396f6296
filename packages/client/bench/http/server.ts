/**
 * The other side of the HTTP benchmark, in a process of its own: answers every request on a connection at
 * once with one prepared answer, so that the client is what is measured. One port a size; `--tls` speaks TLS.
 * Prints nothing: it tells its parent the addresses.
 *
 * @module
 */
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createCertificates } from '@cloudlink-center/emulator';
import { jsonOf, SIZES, type Size } from './answers.ts';

/** What the parent is told. */
export interface Addresses {
  readonly origins: Readonly<Record<Size, string>>;
  /** With TLS. */
  readonly ca?: string;
  readonly fingerprint256?: string;
}
/** TLS handshakes since the start, on request. */
export interface Counts {
  readonly connections: number;
}

const TOKEN = '{"access_token":"made-up","token_type":"bearer","expires_in":7199,"scope":"all"}';
const isTls = process.argv.includes('--tls');
const certificates = isTls ? await createCertificates() : undefined;
let connections = 0;

const entries: [Size, string][] = [];
for (const size of SIZES) entries.push([size, await listen(answer(jsonOf(size)))]);
// The entries above have all sizes.
const origins = Object.fromEntries(entries) as Record<Size, string>;
process.on('message', () => process.send?.({ connections } satisfies Counts));
process.on('disconnect', () => process.exit());
process.send?.({
  origins,
  ...(certificates && { ca: certificates.ca, fingerprint256: certificates.fingerprint256 }),
} satisfies Addresses);

function listen(body: Buffer): Promise<string> {
  const token = answer(Buffer.from(TOKEN));
  const serve = (socket: Socket): void => {
    connections += 1;
    socket.setNoDelay();
    socket.on('error', () => socket.destroy());
    socket.on('data', (requests: Buffer) => reply(socket, requests, token, body));
  };
  const server = certificates ? createTlsServer(certificates, serve) : createServer(serve);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      // A listening server on a port has such an address.
      const { port } = server.address() as AddressInfo;
      resolve(`${isTls ? 'https' : 'http'}://127.0.0.1:${port}`);
    });
  });
}

/** Requests here are GETs, or a POST without a body for the token; one arrives in one piece. */
function reply(socket: Socket, requests: Buffer, token: Buffer, body: Buffer): void {
  const isToken = requests.includes('/token');
  for (let end = requests.indexOf('\r\n\r\n'); end >= 0; end = requests.indexOf('\r\n\r\n', end + 4)) {
    socket.write(isToken ? token : body);
  }
}

function answer(body: Buffer): Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nCache-Control: no-store\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
