/** How many connections calls need, counted by a real TLS server. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificates } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  CloudLinkError,
  createCloudLink,
  type TlsOptions,
} from '../src/index.ts';

interface TlsCenter extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly fingerprint256: string;
  readonly handshakes: number;
  /**
   * Changes the certificate and closes all connections, as an appliance does when its certificate is
   * replaced.
   */
  replaceCertificate(): Promise<void>;
}

async function tlsCenter(): Promise<TlsCenter> {
  const certificates = await createCertificates();
  let handshakes = 0;
  const server = createServer(certificates, (request, response) => {
    const isToken = request.url?.includes('/oauth/token');
    response.setHeader('Content-Type', 'application/json');
    response.end(isToken ? '{"access_token":"made-up","token_type":"bearer","expires_in":7199}' : '[]');
  });
  // On a busy machine the client would use a connection that the server is just giving up.
  server.keepAliveTimeout = 600_000;
  server.on('secureConnection', () => (handshakes += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    ca: certificates.ca,
    fingerprint256: certificates.fingerprint256,
    get handshakes() {
      return handshakes;
    },
    async replaceCertificate() {
      server.setSecureContext(await createCertificates());
      server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function clientOf({ url }: TlsCenter, tls: TlsOptions): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  // On a busy machine, a thousand calls take their time.
  return createCloudLink({ baseUrl: url, auth, tls, retry: 0, timeout: 600_000 });
}

test.each([
  ['ca', 'plain'],
  ['fingerprint256', 'plain'],
  ['ca', 'watched'],
] as const)('a thousand calls in a row make at most two handshakes, with %s, %s', async (trust, way) => {
  await using server = await tlsCenter();
  await using center = clientOf(server, { [trust]: server[trust] });
  if (way === 'watched') center.openapiFetch.use({ onRequest: () => undefined });
  for (let count = 0; count < 1_000; count += 1) await center.machines.list();
  // A call that is sent at once uses the other of two connections in turn.
  expect(server.handshakes).toBeLessThanOrEqual(2);
});

test('a thousand calls, 64 at once, make at most 64 handshakes', async () => {
  await using server = await tlsCenter();
  await using center = clientOf(server, { ca: server.ca });
  await center.machines.list();
  let left = 1_000;
  const work = async (): Promise<void> => {
    while ((left -= 1) >= 0) await center.machines.list();
  };
  await Promise.all(Array.from({ length: 64 }, work));
  expect(server.handshakes).toBeLessThanOrEqual(64);
});

test('a thousand calls at once share 128 connections', async () => {
  await using server = await tlsCenter();
  await using center = clientOf(server, { ca: server.ca });
  const calls = Array.from({ length: 1_000 }, () => center.machines.list());
  expect(await Promise.all(calls)).toHaveLength(1_000);
  expect(server.handshakes).toBeLessThanOrEqual(128);
});

test.each(['ca', 'fingerprint256'] as const)(
  'a certificate that changes between two connections is detected, with %s',
  async (trust) => {
    await using server = await tlsCenter();
    await using center = clientOf(server, { [trust]: server[trust] });
    await center.machines.list();
    await server.replaceCertificate();
    const error: unknown = await center.machines.list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CloudLinkError);
    expect(error).toMatchObject({ code: 'untrusted_certificate', notSent: true });
  },
);
