/** What a proxy may answer to CONNECT. `proxy.test.ts` tries whole calls through a real one. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { parseProxy } from '../src/transport/proxy.ts';
import { openTunnel } from '../src/transport/tunnel.ts';
import { listen } from '@cloudlink-center/testing/listen';

interface ScriptedProxy extends AsyncDisposable {
  /** Its host and port. */
  readonly host: string;
  readonly asked: Promise<{ request: IncomingMessage; socket: Socket }>;
}

/** @param answer - Written as it is; without one, it never answers. */
async function scriptedProxy(answer?: string): Promise<ScriptedProxy> {
  const asked = Promise.withResolvers<{ request: IncomingMessage; socket: Socket }>();
  const server = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => {}).resume();
    asked.resolve({ request, socket });
    if (answer !== undefined) socket.write(answer);
  });
  const { host, [Symbol.asyncDispose]: dispose } = await listen(server);
  return { host, asked: asked.promise, [Symbol.asyncDispose]: dispose };
}

function tunnelTo({ host }: ScriptedProxy, credentials = ''): Promise<Socket> {
  return new Promise((resolve, reject) => {
    openTunnel(parseProxy(`http://${credentials}${host}`), 'clc.example.com:443', (error, socket) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}

const status = (code: number): string => `HTTP/1.1 ${code} Made up\r\n\r\n`;

test.each([200, 299])('status %i opens a tunnel without a time limit', async (code) => {
  await using proxy = await scriptedProxy(`${status(code)}first bytes`);
  const socket = await tunnelTo(proxy);
  expect(String(await once(socket, 'data'))).toBe('first bytes');
  expect(socket.timeout).toBe(0);
  socket.destroy();
});

test.each([
  ['', undefined],
  ['robot:secret@', `Basic ${btoa('robot:secret')}`],
])('the proxy is told the host, and with "%s" the header %s', async (credentials, authorization) => {
  await using proxy = await scriptedProxy(status(200));
  (await tunnelTo(proxy, credentials)).destroy();
  const { request } = await proxy.asked;
  expect(request.url).toBe('clc.example.com:443');
  const { host, 'proxy-authorization': sent, authorization: wrong } = request.headers;
  expect([host, sent, wrong]).toEqual(['clc.example.com:443', authorization, undefined]);
});

test.each<[number, string, string, RegExp]>([
  [199, '', 'proxy_refused', /status 199.*allow this address and port/],
  [300, '', 'proxy_refused', /status 300.*allow this address and port/],
  [401, '', 'proxy_refused', /requires a user name and a password/],
  [407, '', 'proxy_refused', /requires a user name and a password/],
  [407, 'robot:secret@', 'proxy_refused', /refuses the user name or the password/],
  [499, '', 'proxy_refused', /allow this address and port/],
  [500, '', 'unreachable', /whether the proxy can reach it/],
])('status %i to "%s" is %s', async (code, credentials, wanted, message) => {
  await using proxy = await scriptedProxy(status(code));
  await expect(tunnelTo(proxy, credentials)).rejects.toMatchObject({
    code: wanted,
    message: expect.stringMatching(message),
    notSent: true,
  });
});

test('the connection to a proxy that refuses is closed', async () => {
  await using proxy = await scriptedProxy(status(403));
  await expect(tunnelTo(proxy)).rejects.toMatchObject({ code: 'proxy_refused' });
  const { socket } = await proxy.asked;
  await expect.poll(() => socket.readableEnded).toBe(true);
});

test('a proxy that does not answer in time is given up', async () => {
  await using proxy = await scriptedProxy();
  const opened = nextSocket();
  const tunnel = tunnelTo(proxy);
  await proxy.asked;
  // The limit is a timer of Node's own, which no test can turn forward.
  (await opened).setTimeout(1);
  await expect(tunnel).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/No connection to the proxy http:\/\/127\.0\.0\.1:\d+: it did not answer/),
    notSent: true,
  });
});

function nextSocket(): Promise<Socket> {
  return new Promise((resolve) => {
    const seen = (message: unknown): void => {
      unsubscribe('net.client.socket', seen);
      // What Node documents for this channel.
      resolve((message as { socket: Socket }).socket);
    };
    subscribe('net.client.socket', seen);
  });
}
