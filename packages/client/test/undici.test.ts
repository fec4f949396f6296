/**
 * What this package takes from inside of undici, one test each: when undici moves, the failing names say what
 * broke. It is pinned, and only `transport/undici.ts` imports it.
 */
import { spawnSync } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Agent, buildConnector, type BuildConnector, type Dispatcher, Dispatcher1Wrapper } from '#undici';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const root = join(import.meta.dirname, '..');

async function plainServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_request, response) => response.end('[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('the version is exact, in the catalog and installed', () => {
  const pinned = /^ {2}undici: (\S+)$/m.exec(
    readFileSync(join(root, '../../pnpm-workspace.yaml'), 'utf8'),
  )?.[1];
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  const installed = JSON.parse(readFileSync(join(root, 'node_modules/undici/package.json'), 'utf8')) as {
    version: string;
  };
  expect(installed.version).toBe(pinned);
});

test('one file imports it, and another its version', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const importers = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      !file.endsWith('.d.ts') &&
      /(from|import\()\s*'undici(?!\/package\.json')/.test(readFileSync(join(root, 'src', file), 'utf8')),
  );
  expect(importers).toEqual([join('transport', 'undici.ts')]);
});

test('its internal files leave the dispatcher behind the global fetch alone', () => {
  const program = `
    import Agent from 'undici/lib/dispatcher/agent.js';
    import 'undici/lib/dispatcher/dispatcher1-wrapper.js';
    import 'undici/lib/core/connect.js';
    new Agent();
    console.log(Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => name.includes('undici')).length);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('0');
});

test('Dispatcher1Wrapper serves the fetch of Node, bodies and streams included', async () => {
  await using server = await plainServer();
  const agent = new Agent();
  const dispatcher = new Dispatcher1Wrapper(agent);
  const stream = new Blob(['one', 'two']).stream();
  for (const init of [{}, { method: 'POST', body: 'x' }, { method: 'POST', body: stream, duplex: 'half' }]) {
    // Node's fetch takes a dispatcher, which the DOM's type of its options does not know.
    const response = await fetch(server.url, { ...init, dispatcher } as unknown as RequestInit);
    expect(await response.text()).toBe('[]');
  }
  await agent.close();
});

test('a handler hears of the connection before the first byte, and of each part of the answer', async () => {
  await using server = await plainServer();
  const agent = new Agent();
  const heard: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => void heard.push('start'),
      onResponseStart: (_controller, status) => void heard.push(String(status)),
      onResponseData: (_controller, piece) => void heard.push(piece.toString()),
      onResponseEnd: () => resolve(),
      onResponseError: (_controller, error) => reject(error),
    };
    agent.dispatch({ origin: server.url, path: '/', method: 'GET' }, handler);
  });
  expect(heard).toEqual(['start', '200', '[]']);
  await agent.close();
});

test('a connection that fails is told without `onRequestStart`', async () => {
  const agent = new Agent({
    connect: (_options: BuildConnector.Options, callback: BuildConnector.Callback) =>
      callback(new Error('no connection'), null),
  });
  const heard = await new Promise<string[]>((resolve) => {
    const calls: string[] = [];
    agent.dispatch(
      { origin: 'https://clc.example.com', path: '/', method: 'GET' },
      {
        onRequestStart: () => void calls.push('start'),
        onResponseStart: () => {},
        onResponseData: () => {},
        onResponseEnd: () => {},
        onResponseError: (_controller, error) => resolve([...calls, error.message]),
      },
    );
  });
  expect(heard).toEqual(['no connection']);
});

test('buildConnector begins TLS inside of a socket that it is given, and hands over the certificate', async () => {
  const own = await makeCertificate();
  await using server = await tlsCenter(own);
  const open = buildConnector({ rejectUnauthorized: false, allowH2: false, maxCachedSessions: 0 });
  const options = { protocol: 'https:', hostname: '127.0.0.1', host: '127.0.0.1', port: String(server.port) };
  const found = await new Promise((resolve, reject) => {
    open({ ...options, httpSocket: connect(server.port, '127.0.0.1') }, (error, socket) => {
      if (error !== null) reject(error);
      else if ('getPeerX509Certificate' in socket) resolve(socket.getPeerX509Certificate()?.fingerprint256);
      socket?.destroy();
    });
  });
  expect(found).toBe(own.fingerprint256);
});

test('its events name a request when it is made, and again just before its head is written', async () => {
  await using server = await plainServer();
  const heard: string[] = [];
  const made = new WeakSet<object>();
  const onCreate = (event: unknown): void => {
    const { request } = event as { request: { origin: unknown } };
    made.add(request);
    heard.push(`create ${String(request.origin)}`);
  };
  const onSend = (event: unknown): void => {
    const { request, socket } = event as { request: object; socket: { destroy?: unknown } };
    heard.push(`send ${String(made.has(request))} ${typeof socket.destroy}`);
  };
  subscribe('undici:request:create', onCreate);
  subscribe('undici:client:sendHeaders', onSend);
  try {
    await (await fetch(server.url)).text();
  } finally {
    unsubscribe('undici:request:create', onCreate);
    unsubscribe('undici:client:sendHeaders', onSend);
  }
  expect(heard).toEqual([`create ${server.url}`, 'send true function']);
});
