/**
 * A Center over TLS with certificates of the test's own: it hands out a token, answers every call with `[]`,
 * and counts what reached it.
 *
 * @module
 */
import { createServer, type ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { listen } from './listen.ts';

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
    shown.push(String((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'none'));
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
  const listening = await listen(server);
  return {
    url: `https://${listening.host}`,
    port: listening.port,
    requests,
    get bytes() {
      return bytes;
    },
    shown,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
