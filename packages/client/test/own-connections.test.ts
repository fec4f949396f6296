/** When our own connections are opened and closed, and what is said of their failures. */
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Timer } from '../src/resilience/timer.ts';
import { loadConnections } from '../src/transport/load-connections.ts';
import { overOwnConnections } from '../src/transport/own-connections.ts';
import type { Progress, Transport, WireRequest } from '../src/transport/transport.ts';
import { freePort, type Listening, listen } from '@cloudlink-center/testing/listen';

const transports: Transport[] = [];
const timers: Timer[] = [];
afterEach(() => {
  for (const transport of transports.splice(0)) transport.close(0);
  for (const timer of timers.splice(0)) timer.stop();
});

type FetchOver = Parameters<typeof overOwnConnections>[1];

function transportOf(
  fetchOver: FetchOver = () => Promise.resolve(new Response()),
  load = loadConnections,
): Required<Transport> {
  const transport = overOwnConnections({}, fetchOver, load);
  transports.push(transport);
  return transport;
}

function requestTo(url: string): WireRequest {
  const timer = new Timer(600_000);
  timers.push(timer);
  return { method: 'GET', url, headers: {}, body: undefined, sending: { phase: 'sign-in', timer } };
}

interface Server extends Listening {
  readonly url: string;
  readonly open: ReadonlySet<Socket>;
}

async function server(): Promise<Server> {
  const open = new Set<Socket>();
  const http = createServer((_request, response) => response.end('[]')).on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  // On a busy machine the client would use a connection that the server is just giving up.
  http.keepAliveTimeout = 600_000;
  const listening = await listen(http);
  return { ...listening, url: `http://${listening.host}/`, open };
}

const unused = new Request('http://127.0.0.1/');

test('connections are opened once, and after a failure with the next call', async () => {
  let loads = 0;
  const transport = transportOf(undefined, async () => {
    loads += 1;
    if (loads === 1) throw new Error('too many open files');
    return loadConnections();
  });
  await expect(transport.fetch(unused)).rejects.toThrow('too many open files');
  await Promise.all([transport.fetch(unused), transport.fetch(unused)]);
  await transport.fetch(unused);
  expect(loads).toBe(2);
});

test('a transport that was never used closes, and opens nothing afterwards', async () => {
  const transport = transportOf();
  transport.close(0);
  await expect(transport.fetch(unused)).rejects.toMatchObject({ code: 'closed' });
});

test('close ends the connections, and nothing is sent afterwards', async () => {
  await using center = await server();
  const transport = transportOf();
  await transport.send(requestTo(center.url));
  await transport.send(requestTo(center.url));
  expect(center.open.size).toBeGreaterThan(0);
  transport.close(600_000);
  await expect.poll(() => center.open.size).toBe(0);
  await expect(transport.send(requestTo(center.url))).rejects.toMatchObject({ code: 'closed' });
});

test('close during a request lets it end first', async () => {
  await using center = await server();
  const transport = transportOf();
  await transport.send(requestTo(center.url));
  const answer = transport.send(requestTo(center.url));
  transport.close(600_000);
  await expect(answer).resolves.toMatchObject({ status: 200 });
  await expect.poll(() => center.open.size).toBe(0);
});

test('requests with a time limit of their own do not get that of fetch', async () => {
  await using center = await server();
  const seen: unknown[] = [];
  const transport = transportOf(
    (_connections, _request, { phase }, isTimed) => {
      seen.push([phase, isTimed]);
      return Promise.resolve(new Response());
    },
    async () => {
      const connections = await loadConnections();
      return {
        openConnections(...input) {
          const opened = connections.openConnections(...input);
          const forStream: typeof opened.forStream = (progress, isTimed) => {
            seen.push([progress.phase, isTimed]);
            return opened.forStream(progress, isTimed);
          };
          return { ...opened, forStream };
        },
      };
    },
  );
  await transport.fetch(unused);
  await transport.fetch(unused, { phase: 'sign-in' });
  const { signal } = new AbortController();
  const request = { url: new URL(center.url), method: 'GET', headers: {}, signal };
  await transport.stream?.(request, { phase: 'sign-in' });
  expect(seen).toEqual([
    ['connect', false],
    ['connect', true],
    ['connect', true],
  ]);
});

test.each<[string, (progress: Progress) => void, boolean]>([
  ['before anything was written', () => {}, true],
  ['afterwards', (progress) => (progress.phase = 'sent'), false],
])('a failure %s says so', async (_, begin, notSent) => {
  const failure = Object.assign(new Error('made up'), { code: 'ECONNRESET' });
  const transport = transportOf((_connections, _request, progress) => {
    begin(progress);
    return Promise.reject(failure);
  });
  await expect(transport.fetch(unused)).rejects.toMatchObject({ code: 'unreachable', notSent });
});

test('a failure of a connection is explained', async () => {
  const request = requestTo(`http://127.0.0.1:${await freePort()}/`);
  await expect(transportOf().send(request)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
    notSent: true,
  });
});

test("the caller's reason for an abort is passed on, whatever it looks like", async () => {
  const reason = Object.assign(new Error('made up'), { code: 'CERT_HAS_EXPIRED' });
  const request = new Request(unused, { signal: AbortSignal.abort(reason) });
  const transport = transportOf(() => Promise.reject(reason));
  await expect(transport.fetch(request)).rejects.toBe(reason);
});
