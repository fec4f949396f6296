/** What connections offer and check. `tls.test.ts` and `proxy.test.ts` say which peers are trusted. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { type CloudLink, createCloudLink, type TlsOptions } from '../src/index.ts';
import { authorityOf } from '../src/transport/connector.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { freePort, listen } from '@cloudlink-center/testing/listen';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';
import { signedIn as auth } from './roads.ts';
import { scriptedCenter } from './scripted-center.ts';

const own = await makeCertificate();
const pin: TlsOptions = { fingerprint256: own.fingerprint256 };
const centers: CloudLink[] = [];
afterEach(() => {
  // Not awaited: a call that hangs would hold up all other tests.
  for (const center of centers.splice(0)) void center.close();
});

function clientOf(baseUrl: string, tls: TlsOptions): CloudLink {
  const center = createCloudLink({ baseUrl, auth, tls, retry: 0 });
  centers.push(center);
  return center;
}

test.each([
  ['https:', 'clc.example.com', '', 'clc.example.com:443'],
  ['http:', 'clc.example.com', '', 'clc.example.com:80'],
  ['https:', 'clc.example.com', '8443', 'clc.example.com:8443'],
  ['https:', '[::1]', '8443', '[::1]:8443'],
  // undici leaves out the brackets.
  ['https:', '::1', '', '[::1]:443'],
])('%s, %s and "%s" are %s for a proxy', (protocol, hostname, port, authority) => {
  expect(authorityOf(protocol, hostname, port)).toBe(authority);
});

test.each<[string, TlsOptions]>([
  ['a CA', { ca: own.cert }],
  ['a fingerprint', pin],
])('HTTP/2 is not offered, with %s', async (_, tls) => {
  const offered: string[][] = [];
  await using server = await tlsCenter({
    ...own,
    ALPNCallback({ protocols }) {
      offered.push(protocols);
      return 'http/1.1';
    },
  });
  await expect(clientOf(server.url, tls).machines.list()).resolves.toEqual([]);
  expect(offered).toEqual([['http/1.1']]);
});

test('with a fingerprint, each connection shows its certificate: no session is resumed', async () => {
  const sockets: TLSSocket[] = [];
  const reused: boolean[] = [];
  const server = createServer(own, (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end('[]');
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    sockets.push(socket);
    reused.push(socket.isSessionReused());
  });
  await using listening = await listen(server);
  const center = clientOf(`https://${listening.host}`, pin);
  await center.machines.list();
  const closed = once(sockets[0] ?? server, 'close');
  sockets[0]?.end();
  await closed;
  await expect(center.machines.list()).resolves.toEqual([]);
  expect(reused).toEqual([false, false]);
});

test('a peer that cannot be reached is reported with a fingerprint, too', async () => {
  const center = clientOf(`https://127.0.0.1:${await freePort()}`, pin);
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
    notSent: true,
  });
});

test('plain HTTP has no certificate with the fingerprint', async () => {
  await using server = await scriptedCenter();
  await expect(clientOf(server.url, pin).machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringMatching(
      new RegExp(`presents no certificate, but tls\\.fingerprint256 is ${own.fingerprint256}`),
    ),
    notSent: true,
  });
  expect(server.requests).toEqual([]);
});
