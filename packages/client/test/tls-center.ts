/**
 * A Center over TLS with certificates of the test's own: it hands out a token, answers every call with `[]`, and counts what reached it.
 */
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface TlsCenter extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** `GET /cloudlink/rest/securevm` and so on, sign-in included. */
  readonly requests: string[];
  /** Application bytes. */
  readonly bytes: number;
  /** Common names of the certificates that clients showed. */
  readonly shown: string[];
}

export async function tlsCenter(options: ServerOptions): Promise<TlsCenter> {
  const requests: string[] = [];
  const shown: string[] = [];
  let bytes = 0;
  const server = createServer(options, (request, response) => {
    requests.push(`${request.method ?? ''} ${(request.url ?? '').replace(/\?.*/, '')}`);
    // A request over TLS has such a socket.
    shown.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'none');
    const isToken = request.url?.includes('/oauth/token');
    response.setHeader('Content-Type', 'application/json');
    const text = isToken ? '{"access_token":"made-up","token_type":"bearer","expires_in":7199}' : '[]';
    request.resume().once('end', () => response.end(text));
  });
  // On a busy machine the client would use a connection that the server is just giving up.
  server.keepAliveTimeout = 600_000;
  server.on('secureConnection', (socket: TLSSocket) =>
    socket.on('data', (piece: Buffer) => (bytes += piece.length)),
  );
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    requests,
    get bytes() {
      return bytes;
    },
    shown,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
