/**
 * The second connection, which explains a failure of the first: it goes the same way, and does not hold up
 * the failure.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { type CloudLink, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { type MadeCertificate, makeCertificate } from '@cloudlink-center/testing/certificates';
import { listen } from '@cloudlink-center/testing/listen';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';
import { signedIn as auth } from './roads.ts';

/** Only the proxy can reach it. */
const NAME = 'clc.invalid';
const own = await makeCertificate({ names: [NAME] });
const other = await makeCertificate();
const centers: CloudLink[] = [];
afterEach(() => {
  // Not awaited: a call that hangs would hold up all other tests.
  for (const center of centers.splice(0)) void center.close();
});

function clientOf(options: Omit<CloudLinkOptions, 'auth'>): CloudLink {
  const center = createCloudLink({ auth, retry: 0, ...options });
  centers.push(center);
  return center;
}

interface Proxy extends AsyncDisposable {
  readonly url: string;
  readonly asked: string[];
}

/** Leads to one port, whatever it is asked for, and refuses after so many connections. */
async function proxyTo(port: number, most = Infinity): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer().on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    asked.push(url);
    socket.on('error', () => {});
    if (asked.length > most) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => {}).on('close', () => socket.destroy());
    socket.on('close', () => target.destroy());
    socket.pipe(target).pipe(socket);
  });
  const { host, [Symbol.asyncDispose]: dispose } = await listen(server);
  return { url: `http://${host}`, asked, [Symbol.asyncDispose]: dispose };
}

test('it goes through the proxy, and shows the certificate there', async () => {
  await using server = await tlsCenter(own);
  await using proxy = await proxyTo(server.port);
  const center = clientOf({ baseUrl: `https://${NAME}`, proxy: proxy.url });
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringContaining(own.fingerprint256),
  });
  expect(proxy.asked).toEqual([`${NAME}:443`, `${NAME}:443`]);
});

test('a proxy that refuses it leaves the failure without a fingerprint', async () => {
  await using server = await tlsCenter(own);
  await using proxy = await proxyTo(server.port, 1);
  const center = clientOf({ baseUrl: `https://${NAME}`, proxy: proxy.url });
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringContaining("fingerprint256: '<SHA-256>'"),
  });
  expect(proxy.asked).toHaveLength(2);
});

test.each<[string, string | undefined, MadeCertificate]>([
  ['without a servername', undefined, other],
  ['with a servername', NAME, own],
])('it shows the certificate for the name: %s', async (_, servername, shown) => {
  await using server = await tlsCenter({
    ...other,
    SNICallback: (name, callback) => callback(null, createSecureContext(name === NAME ? own : other)),
  });
  const tls = servername === undefined ? {} : { servername };
  await expect(clientOf({ baseUrl: server.url, tls }).machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringContaining(shown.fingerprint256),
  });
});

/** Ends the first connection without a word, and does not stop talking on the others. */
async function talkative(): Promise<AsyncDisposable & { port: number; open: Set<TLSSocket> }> {
  const open = new Set<TLSSocket>();
  let connections = 0;
  const server = createTlsServer(other, (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    if (connections === 1) socket.once('data', () => socket.destroy());
    const talking = setInterval(() => connections > 1 && socket.write('x'), 20);
    socket.once('close', () => {
      clearInterval(talking);
      open.delete(socket);
    });
  });
  server.on('tlsClientError', () => {});
  const { port, [Symbol.asyncDispose]: dispose } = await listen(server);
  return { port, open, [Symbol.asyncDispose]: dispose };
}

test('a peer that sends something else than an alert does not hold up the failure', async () => {
  await using server = await talkative();
  const center = clientOf({ baseUrl: `https://127.0.0.1:${server.port}`, tls: { ca: other.cert } });
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'unreachable', notSent: false });
  await expect.poll(() => server.open.size).toBe(0);
});

test('a proxy that refuses to look for an alert leaves the failure as it is', async () => {
  await using server = await talkative();
  await using proxy = await proxyTo(server.port, 1);
  const baseUrl = `https://127.0.0.1:${server.port}`;
  const center = clientOf({ baseUrl, tls: { ca: other.cert }, proxy: proxy.url });
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'unreachable', notSent: false });
  expect(proxy.asked).toHaveLength(2);
});
