/**
 * Tests calls through a real proxy over real TLS. Trust holds inside the tunnel, and credentials are never
 * shown.
 */
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import * as tls from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  type CloudLinkOptions,
  createCloudLink,
  debugHooks,
} from '../src/index.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { freePort } from '@cloudlink-center/testing/listen';
import { proxyServer } from '@cloudlink-center/testing/proxy-server';
import { scriptedCenter } from './scripted-center.ts';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const USER = 'robot@example.com';
const PASSWORD = 'canary:secret/of the proxy';
const own = await makeCertificate();
const other = await makeCertificate();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function clientOf(options: Omit<CloudLinkOptions, 'auth'>): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const center = createCloudLink({ auth, retry: 0, ...options });
  closers.push(() => center.close());
  return center;
}

test.each([
  ['a CA', { ca: own.cert }],
  ['a fingerprint', { fingerprint256: own.fingerprint256 }],
  ['both', { ca: own.cert, fingerprint256: own.fingerprint256 }],
])('sign-in, calls and middleware go through the proxy, trusted by %s', async (_, trust) => {
  await using proxy = await proxyServer();
  await using server = await tlsCenter(own);
  const center = clientOf({ baseUrl: server.url, tls: trust, proxy: proxy.url });
  await expect(center.machines.list()).resolves.toEqual([]);
  center.openapiFetch.use({ onRequest: () => undefined });
  await expect(center.machines.list()).resolves.toEqual([]);
  expect(server.requests).toHaveLength(3);
  expect(new Set(proxy.asked())).toEqual(new Set([`127.0.0.1:${server.port}`]));
});

test('a Center over plain HTTP on loopback is also reached through it', async () => {
  await using proxy = await proxyServer();
  await using server = await scriptedCenter();
  const center = clientOf({ baseUrl: server.url, proxy: proxy.url });
  await expect(center.machines.list()).resolves.toEqual([]);
  expect(proxy.asked().length).toBeGreaterThan(0);
});

test.each([
  ['a wrong fingerprint', { fingerprint256: other.fingerprint256 }],
  ['a wrong CA', { ca: other.cert }],
  ['a CA and a wrong fingerprint', { ca: own.cert, fingerprint256: other.fingerprint256 }],
  ['nothing', undefined],
])('with %s, no byte reaches the peer behind the proxy, and its fingerprint is shown', async (_, trust) => {
  await using proxy = await proxyServer();
  await using server = await tlsCenter(own);
  const center = clientOf({ baseUrl: server.url, proxy: proxy.url, ...(trust && { tls: trust }) });
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    notSent: true,
    message: expect.stringContaining(own.fingerprint256),
  });
  expect(server.bytes).toBe(0);
  // The connection that showed the certificate went through the proxy, too.
  expect(proxy.asked().length).toBeGreaterThan(0);
});

test('credentials reach the proxy, and are never shown', async () => {
  await using proxy = await proxyServer('BasicAuth robot canary-password');
  await using server = await tlsCenter(own);
  const address = (password: string): string => `http://robot:${password}@127.0.0.1:${proxy.port}`;
  const logged: string[] = [];
  const options = {
    baseUrl: server.url,
    tls: { ca: own.cert },
    hooks: debugHooks((line) => logged.push(line)),
  };
  const right = clientOf({ ...options, proxy: address('canary-password') });
  await expect(right.machines.list()).resolves.toEqual([]);

  const wrong = clientOf({ ...options, proxy: address('canary-wrong') });
  const refused: unknown = await wrong.machines.list().catch((thrown: unknown) => thrown);
  expect(refused).toMatchObject({
    code: 'proxy_refused',
    notSent: true,
    message: expect.stringMatching(/proxy http:\/\/127\.0\.0\.1:\d+ refused .*\(status 40[17]\).*(password)/),
  });
  const none = clientOf({ ...options, proxy: proxy.url });
  await expect(none.machines.list()).rejects.toMatchObject({
    code: 'proxy_refused',
    message: expect.stringMatching(/http:\/\/user:password@host:port/),
  });
  const encoded = ['robot:canary-password', 'robot:canary-wrong'].map((text) => btoa(text));
  const seen = inspect([refused, right, wrong, logged], { depth: 9, showHidden: true });
  for (const secret of ['canary', ...encoded]) expect(seen).not.toContain(secret);
});

test('a user name and a password may hold any character', async () => {
  const heads: string[] = [];
  await using proxy = await tlsProxy((head) => heads.push(head));
  await using server = await tlsCenter(own);
  const credentials = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}`;
  const center = clientOf({
    baseUrl: server.url,
    tls: { ca: own.cert },
    proxy: `https://${credentials}@127.0.0.1:${proxy.port}`,
  });
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, proxy.ca]);
  try {
    await expect(center.machines.list()).resolves.toEqual([]);
  } finally {
    tls.setDefaultCACertificates(before);
  }
  const sent = /proxy-authorization: Basic (\S+)/i.exec(heads[0] ?? '')?.[1] ?? '';
  expect(Buffer.from(sent, 'base64').toString()).toBe(`${USER}:${PASSWORD}`);
  expect(heads[0]).not.toMatch(/^authorization:/im);
});

test('the certificate of an HTTPS proxy is checked, and reported as that of the proxy', async () => {
  const heads: string[] = [];
  await using proxy = await tlsProxy((head) => heads.push(head));
  await using server = await tlsCenter(own);
  const center = clientOf({
    baseUrl: server.url,
    tls: { fingerprint256: own.fingerprint256 },
    proxy: `https://robot:canary@127.0.0.1:${proxy.port}`,
  });
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringMatching(/certificate of the proxy.*NODE_EXTRA_CA_CERTS/),
  });
  expect(heads).toEqual([]);
});

test('a proxy that is down, refuses the port, or cannot reach the Center is reported as such', async () => {
  await using server = await tlsCenter(own);
  const nobody = clientOf({ baseUrl: server.url, proxy: `http://127.0.0.1:${await freePort()}` });
  await expect(nobody.machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    message: expect.stringMatching(/No connection to the proxy http:\/\/127\.0\.0\.1:\d+: ECONNREFUSED/),
  });
  await using strict = await proxyServer('ConnectPort 443');
  const refused = clientOf({ baseUrl: server.url, proxy: strict.url });
  await expect(refused.machines.list()).rejects.toMatchObject({
    code: 'proxy_refused',
    notSent: true,
    message: expect.stringMatching(/status 403.*allow this address and port/),
  });
  await using proxy = await proxyServer();
  const lost = clientOf({ baseUrl: `https://127.0.0.1:${await freePort()}`, proxy: proxy.url });
  await expect(lost.machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    message: expect.stringMatching(/proxy http.*status 5\d\d.*address of the Center/),
  });
});

test.each([
  ['another kind', 'socks5://canary:canary@127.0.0.1:1080', /uses "socks5:"/],
  ['no URL', 'canary', /not a URL/],
  ['a path', 'http://127.0.0.1:3128/canary', /more than an address/],
  ['a query', 'http://127.0.0.1:3128/?canary', /more than an address/],
  ['a fragment', 'http://127.0.0.1:3128/#canary', /more than an address/],
  ['what is not percent-encoded', 'http://canary:%E0%A4%A@127.0.0.1:3128', /percent-encoded/],
])('%s is a TypeError at once, which does not show the address', (_, proxy, problem) => {
  const make = (): CloudLink => clientOf({ baseUrl: 'https://clc.example.com', proxy });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(problem);
  expect(make).not.toThrow(/canary/);
});

test('a proxy with a custom fetch is a TypeError', () => {
  const options = { baseUrl: 'https://clc.example.com', proxy: 'http://127.0.0.1:3128', fetch };
  expect(() => clientOf(options)).toThrow(/either fetch, or tls and proxy/);
});

test('an address that is not a string is a TypeError', () => {
  // Only JavaScript callers can write this.
  const proxy = new URL('http://127.0.0.1:3128') as unknown as string;
  expect(() => clientOf({ baseUrl: 'https://clc.example.com', proxy })).toThrow(/not a URL/);
});

/** tinyproxy listens on plain HTTP only, so TLS in front of a small proxy stands for an HTTPS one. */
async function tlsProxy(
  onHead: (head: string) => void,
): Promise<AsyncDisposable & { port: number; ca: string }> {
  const certificate = await makeCertificate();
  const sockets = new Set<Socket>();
  const server = createServer(certificate);
  server.on('connect', (request: { url: string; rawHeaders: string[] }, socket: Socket) => {
    const pairs = request.rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\n'));
    onHead(pairs.join(''));
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const one of [socket, target]) sockets.add(one.on('error', () => {}));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ca: certificate.cert,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
