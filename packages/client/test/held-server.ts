/**
 * A TLS server that stops at a point of the exchange and reports it, so that a test can break the connection
 * exactly there.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { createCertificates } from '@cloudlink-center/emulator';

/** Where the server stops: with a part of the body, with all of it, or after the beginning of its answer. */
export type HeldAt = 'body' | 'waiting' | 'answer';

export interface HeldServer extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  /** Requests of which the head arrived. */
  readonly heads: number;
  /** Stops the next request at that point. Resolves when it gets there. */
  hold(at: HeldAt): Promise<void>;
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n';

export async function heldServer(): Promise<HeldServer> {
  const { ca, cert, key } = await createCertificates();
  const sockets = new Set<Socket>();
  let heads = 0;
  let held: { at: HeldAt; reached: () => void } | undefined;
  const server = createServer({ cert, key }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    const end = (): void => {
      if (held?.at === 'body') return;
      if (held === undefined) socket.write(`${ANSWER}[]`);
      else if (held.at === 'answer') socket.write(`${ANSWER}[`);
      held?.reached();
    };
    let text = '';
    let left = 0;
    socket.on('data', (bytes: Buffer) => {
      if (left > 0) left -= bytes.length;
      else {
        text += bytes.toString('latin1');
        const at = text.indexOf('\r\n\r\n');
        if (at < 0) return;
        heads += 1;
        left = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0) - (text.length - at - 4);
        text = '';
      }
      if (left <= 0) end();
      else if (held?.at === 'body') {
        socket.pause();
        held.reached();
      }
    });
  });
  server.on('tlsClientError', () => {});
  server.listen(0);
  await once(server, 'listening');
  // A listening server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    ca,
    get heads() {
      return heads;
    },
    hold: (at) =>
      new Promise((resolve) => {
        held = {
          at,
          reached() {
            if (at !== 'body') held = undefined;
            resolve();
          },
        };
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
