/**
 * A cluster of real HTTP servers on loopback, each in one of the states that a node can be in. It counts what
 * reached it by the number in a header, the path or the body, so that nothing is carried out twice unseen.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export const STATES = ['up', 'down', 'slow', 'unavailable', 'unauthorized', 'cutting'] as const;
export type State = (typeof STATES)[number];

/** A request that a node accepted, so did not refuse with a 401. */
export interface Arrival {
  readonly node: number;
  /** Number of the call. */
  readonly id: number;
}

export interface Cluster extends AsyncDisposable {
  readonly urls: readonly string[];
  readonly states: readonly State[];
  readonly arrivals: readonly Arrival[];
  change(node: number, state: State): Promise<void>;
}

const TOKEN = JSON.stringify({ access_token: 'made-up-token', token_type: 'bearer', expires_in: 7199 });

/**
 * @param slot - From 0 to 249: clusters at the same time have addresses of their own, so that nobody gets the
 *   port of a node that is down.
 */
export async function startCluster(slot: number, count: number): Promise<Cluster> {
  const states: State[] = Array.from({ length: count }, () => 'up');
  const arrivals: Arrival[] = [];
  const addresses = states.map((_, node) => ({ host: `127.77.${slot + 1}.${node + 1}`, port: 0 }));
  const servers: Server[] = [];
  for (const [node, address] of addresses.entries()) {
    let cuts = 0;
    const server = createServer((request, response) =>
      answer({
        request,
        response,
        state: () => states[node] ?? 'down',
        cut: (cuts += 1),
        arrived: (id) => void arrivals.push({ node, id }),
      }),
    );
    // On a busy machine the client would use a connection that the server is just giving up.
    server.keepAliveTimeout = 0;
    server.listen(address);
    await once(server, 'listening');
    // A listening server on a port has such an address.
    address.port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  return {
    urls: addresses.map(({ host, port }) => `http://${host}:${port}`),
    states,
    arrivals,
    async change(node, state) {
      const server = servers[node];
      const address = addresses[node];
      if (server === undefined || address === undefined) return;
      const before = states[node];
      states[node] = state;
      // What was under way ends with the old state, unless that ends well. A token request without an answer
      // is given up after 60 s, which here are over with the state.
      if (state !== 'up' || before === 'slow') server.closeAllConnections();
      if (state === 'down' && server.listening) await new Promise((resolve) => server.close(resolve));
      if (state !== 'down' && !server.listening) {
        server.listen(address);
        await once(server, 'listening');
      }
      // The client learns of closed connections in the next turns of the same event loop.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.closeAllConnections();
        if (server.listening) await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  state(): State;
  /** Counts responses, which determines where to cut them off. */
  readonly cut: number;
  arrived(id: number): void;
};

function answer({ request, response, state, cut, arrived }: Exchange): void {
  const { socket } = request;
  let text = `${request.url ?? ''} ${String(request.headers['x-call'])}`;
  if (state() === 'cutting' && cut % 5 === 0) socket.destroy();
  request.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
    if (state() === 'cutting' && cut % 5 === 1) socket.destroy();
  });
  request.on('error', () => {});
  request.once('end', () => {
    const isToken = request.url?.includes('/oauth/token') === true;
    const id = Number(/call-(\d+)/.exec(text)?.[1] ?? 0);
    if (state() !== 'unauthorized' && !isToken) arrived(id);
    respond(state(), isToken ? TOKEN : '[]', response, socket, cut);
  });
}

function respond(state: State, body: string, response: ServerResponse, socket: Socket, cut: number): void {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  if (state === 'up') response.writeHead(200, headers).end(body);
  else if (state === 'unavailable') response.writeHead(503).end();
  else if (state === 'unauthorized') response.writeHead(401).end();
  else if (state === 'cutting') {
    if (cut % 5 === 2) socket.destroy();
    else if (cut % 5 === 3) response.writeHead(200, headers).write(body.slice(0, 1), () => socket.destroy());
    else response.writeHead(200, headers).end(body);
  }
  // Slow: it never responds.
}
