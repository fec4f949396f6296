/**
 * One node: its state, its application and its port.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { App } from './app.ts';
import type { Certificates } from './certificate-texts.ts';
import { type FaultList, waitFor } from './faults.ts';
import { plain } from './http/answer.ts';
import { askedOf } from './http/asked.ts';
import { send } from './http/send.ts';
import type { Notes, RequestLog } from './request-log.ts';

export interface Port {
  /** Origin of the node, once it listens. */
  url(): string;
  listen(): Promise<void>;
  /** Closes the node and its connections. It can listen again on the same port. */
  close(): Promise<void>;
  useCertificate(certificates: Certificates): void;
}
export interface PortOptions {
  readonly app: App;
  readonly index: number;
  readonly isAlone: boolean;
  readonly port: number;
  readonly certificates: Certificates;
  readonly faults: FaultList;
  readonly log: RequestLog;
  readonly now: () => number;
  /** Called before each request: applies the changes that other nodes have sent. */
  readonly settle: () => void;
}

/** Anyone with a link may fetch the file, so the log contains no links. */
const UNIQUE_LINK = /link[0-9a-f]{64}/;

export function createPort(options: PortOptions): Port {
  const { certificates } = options;
  let { port } = options;
  const server = createServer({ cert: certificates.cert, key: certificates.key }, (incoming, outgoing) => {
    void respond(options, incoming, outgoing);
  });
  // An appliance closes idle connections too, after an unknown time.
  server.keepAliveTimeout = 60_000;
  server.on('clientError', (_error, socket: Socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return {
    url: () => `https://127.0.0.1:${port}`,
    async listen() {
      port = await listenOn(server, port);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    useCertificate: ({ cert, key }) => server.setSecureContext({ cert, key }),
  };
}

async function respond(
  options: PortOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { app, faults, log, index } = options;
  const notes: Notes = {};
  const asked = askedOf(incoming);
  let status = 500;
  try {
    options.settle();
    const effects = faults.take(app.operationOf(asked));
    if (effects !== undefined) await waitFor(effects.wait);
    const answer = effects?.replacement ?? (await app.handle(asked, notes));
    ({ status } = answer);
    record();
    await send(outgoing, answer, effects);
  } catch (error) {
    // The client has closed the connection.
    if (outgoing.destroyed || incoming.socket.destroyed) return;
    notes.problem = error instanceof Error ? error.message : 'unknown';
    record();
    if (outgoing.headersSent) outgoing.destroy();
    else await send(outgoing, plain(500, `The emulator failed: ${notes.problem}`));
  }

  function record(): void {
    const path = asked.path.replace(UNIQUE_LINK, '{link}');
    log.add({
      method: asked.method,
      path,
      status,
      time: options.now(),
      ...notes,
      ...(options.isAlone ? {} : { node: index }),
    });
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
