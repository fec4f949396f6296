/**
 * A server that writes bytes as it is told: for answers that are broken, slow or cut. Over plain TCP, since
 * what is broken is above TLS.
 *
 * @module
 */
import { createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

/** What one request looked like on the wire. */
export interface RawRequest {
  readonly head: string;
  readonly socket: Socket;
  /** Counts the requests, from 1. */
  readonly count: number;
}
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  readonly connections: number;
  /** Heads of the requests so far, without token requests. */
  readonly heads: string[];
}

const TOKEN = '{"access_token":"made-up-token","token_type":"bearer","expires_in":7199,"scope":"all"}';

/** Calls `answer` at the end of each request's head; tokens are handed out by themselves. */
export async function rawServer(answer: (request: RawRequest) => void): Promise<RawServer> {
  const heads: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = text.slice(0, end);
      text = '';
      if (!/^[A-Z]+ \/cloudlink\//.test(head)) return;
      if (head.includes('/oauth/token')) {
        socket.write(ok(TOKEN));
        return;
      }
      heads.push(head);
      answer({ head, socket, count: heads.length });
    });
  });
  const listening = await listen(server);
  return {
    url: `http://${listening.host}`,
    heads,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

/** A whole answer with this body. */
export function ok(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
