/**
 * The control port: HTTP on loopback with its own token. Controls faults, machines and state, and serves the
 * status page with live requests. The page contains no data; its script sends the token.
 *
 * @module
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { type Answer, empty, json, plain } from './http/answer.ts';
import { BodyProblem, readText } from './http/body.ts';
import { send } from './http/send.ts';
import { isRecord } from './internal/own.ts';
import type { RequestLog, ServedRequest } from './request-log.ts';
import type { RunningControl } from './control-port.ts';
import type { Emulator } from './emulator.ts';
import { STATUS_HEADERS, statusPage } from './status-page.ts';

type Route = (emulator: Emulator, body: unknown) => Answer | Promise<Answer>;

const LATEST = 200;

/** The calls of the control port, by method and path. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/status': (emulator) => json(200, statusOf(emulator)),
  'GET /api/requests': ({ served }) => json(200, served.slice(-LATEST)),
  'GET /api/faults': ({ faults }) => json(200, faults.list()),
  'POST /api/faults': ({ faults }, body) => {
    // `add` validates it.
    faults.add(body as Fault);
    return empty(204);
  },
  'DELETE /api/faults': ({ faults }) => {
    faults.clear();
    return empty(204);
  },
  'GET /api/state': async (emulator) => ({
    status: 200,
    headers: { 'Content-Type': 'application/yaml;charset=UTF-8' },
    body: await emulator.saveState(),
  }),
  'POST /api/reset': ({ store }) => {
    store.reset();
    return empty(204);
  },
  'POST /api/restart': (emulator) => {
    emulator.restart();
    return empty(204);
  },
  'POST /api/tokens/end': (emulator) => {
    emulator.revokeTokens();
    return empty(204);
  },
  'POST /api/certificate': ({ faults }) => json(200, { fingerprint256: faults.changeCertificate() }),
  'POST /api/machines': (emulator, body) =>
    json(201, { uuid: emulator.registerMachine(isRecord(body) ? body : {}) }),
  'POST /api/nodes/stop': async ({ faults }, body) => {
    await faults.stopNode(indexIn(body));
    return empty(204);
  },
  'POST /api/nodes/start': async ({ faults }, body) => {
    await faults.startNode(indexIn(body));
    return empty(204);
  },
};

export async function startControl(
  emulator: Emulator,
  log: RequestLog,
  wantedPort: number,
): Promise<RunningControl> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wantedPort, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wantedPort;
  const url = `http://127.0.0.1:${port}`;

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
    // Protects from DNS rebinding: a page of another host name sends another `Host`.
    if (!isOwnHost(incoming.headers.host, port)) return send(outgoing, plain(403, 'Wrong host.'));
    if (incoming.method === 'GET' && path === '/')
      return send(outgoing, { status: 200, headers: STATUS_HEADERS, body: statusPage() });
    if (!isToken(incoming.headers.authorization, token))
      return send(outgoing, plain(401, 'The token is missing or wrong.'));
    if (incoming.method === 'GET' && path === '/api/live') return live(outgoing);
    const route = ROUTES[`${incoming.method} ${path}`];
    if (route === undefined)
      return send(
        outgoing,
        plain(404, `There is no such call. The calls are ${Object.keys(ROUTES).join(', ')}.`),
      );
    return send(outgoing, await call(route, incoming));
  }

  async function call(route: Route, incoming: IncomingMessage): Promise<Answer> {
    try {
      const text = await readText(incoming);
      return await route(emulator, text === '' ? undefined : JSON.parse(text));
    } catch (error) {
      if (error instanceof BodyProblem) return plain(error.status, error.message);
      if (error instanceof TypeError || error instanceof SyntaxError) return plain(400, error.message);
      throw error;
    }
  }

  /** Server-sent events, one per request. */
  function live(outgoing: ServerResponse): void {
    outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    outgoing.write(': live\n\n');
    const unwatch = log.watch((request: ServedRequest) =>
      outgoing.write(`data: ${JSON.stringify(request)}\n\n`),
    );
    outgoing.on('close', unwatch);
  }

  return {
    url,
    token,
    page: `${url}/#${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The data of the page: counts and names, no secrets. */
function statusOf({ url, nodes, store: { state }, faults, tokenRequests, sessions }: Emulator): object {
  return {
    url,
    nodes: nodes.map((node) => node.url),
    estate: {
      machines: state.machines.length,
      pending: state.machines.filter(({ status }) => status === 'pending').length,
      encrypting: state.encryptions.length,
      groups: state.groups.length,
      users: state.users.length,
      licences: state.licenses.length,
      alarms: state.alarms.length,
      vault: state.vault.state,
    },
    sessions,
    faults: faults.list(),
    tokenRequests,
  };
}

function indexIn(body: unknown): number {
  const index: unknown = typeof body === 'object' && body !== null && 'node' in body ? body.node : 0;
  if (typeof index !== 'number') throw new TypeError('node must be a number.');
  return index;
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function isToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
