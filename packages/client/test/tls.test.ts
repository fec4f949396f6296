import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import {
  type Certificates,
  createCertificates,
  startEmulator,
  type Emulator,
} from '@cloudlink-center/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CloudLink,
  type CloudLinkErrorCode,
  clientCredentials,
  createCloudLink,
  type TlsOptions,
} from '../src/index.ts';

let emulator: Emulator;
const WRONG = 'AB:'.repeat(31) + 'AB';

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

function clientWith(tls: TlsOptions | undefined, baseUrl: string = emulator.url): CloudLink {
  const auth = clientCredentials({ clientId: emulator.clientId, clientSecret: emulator.clientSecret });
  return createCloudLink({ baseUrl, auth, ...(tls && { tls }) });
}

test.each([
  ['a CA', () => ({ ca: emulator.ca })],
  ['a CA as bytes', () => ({ ca: new TextEncoder().encode(emulator.ca) })],
  ['a fingerprint with colons', () => ({ fingerprint256: emulator.fingerprint256 })],
  [
    'a fingerprint without colons, in lower case',
    () => ({ fingerprint256: emulator.fingerprint256.replaceAll(':', '').toLowerCase() }),
  ],
  ['a CA and a fingerprint', () => ({ ca: emulator.ca, fingerprint256: emulator.fingerprint256 })],
])('%s is enough to be trusted', async (_, tls) => {
  await using center = clientWith(tls());
  expect((await center.machines.list()).length).toBeGreaterThan(0);
});

test('without a CA the error shows the SHA-256 of the certificate and two ways to trust it', async () => {
  await using center = clientWith(undefined);
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringMatching(
      new RegExp(
        `SHA-256 is ${emulator.fingerprint256}.*another source.*tls: \\{ ca.*tls: \\{ fingerprint256`,
        's',
      ),
    ),
  });
});

test('a CA and a wrong fingerprint are not enough, nor a fingerprint and a wrong CA', async () => {
  const { ca } = await createCertificates();
  await using wrongPin = clientWith({ ca: emulator.ca, fingerprint256: WRONG });
  await expect(wrongPin.machines.list()).rejects.toMatchObject({ code: 'untrusted_certificate' });
  await using wrongCa = clientWith({ ca, fingerprint256: emulator.fingerprint256 });
  await expect(wrongCa.machines.list()).rejects.toMatchObject({ code: 'untrusted_certificate' });
});

test('a name that is not in the certificate is refused, unless servername is set', async () => {
  await using wrong = clientWith({ ca: emulator.ca, servername: 'clc.example.com' });
  await expect(wrong.machines.list()).rejects.toMatchObject({
    code: 'untrusted_certificate',
    message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
  });
  await using right = clientWith({ ca: emulator.ca, servername: 'localhost' });
  expect((await right.machines.list()).length).toBeGreaterThan(0);
});

test('with the right fingerprint, application bytes do reach the peer', async () => {
  const { bytes } = await countBytes(async ({ fingerprint256 }) => ({ fingerprint256 }), 'unreachable');
  expect(bytes).toBeGreaterThan(0);
});

test.each([
  ['a wrong fingerprint', async () => ({ fingerprint256: WRONG })],
  ['a wrong CA', async () => ({ ca: (await createCertificates()).ca })],
  ['no TLS options', async () => undefined],
])('with %s, no application byte reaches the peer', async (_, tls) => {
  const { connections, bytes } = await countBytes(tls, 'untrusted_certificate');
  expect(connections).toBeGreaterThan(0);
  expect(bytes).toBe(0);
});

/** Calls a TLS server that hangs up on the first byte, and says what reached it. */
async function countBytes(
  tls: (certificates: Certificates) => Promise<TlsOptions | undefined>,
  code: CloudLinkErrorCode,
): Promise<{ connections: number; bytes: number }> {
  const certificates = await createCertificates();
  const found = { connections: 0, bytes: 0 };
  const sockets: TLSSocket[] = [];
  const server = createServer(certificates, (socket) => {
    sockets.push(socket);
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        found.bytes += chunk.length;
        socket.destroy();
      });
  });
  server.on('connection', () => (found.connections += 1)).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using center = clientWith(await tls(certificates), `https://127.0.0.1:${port}`);
  await expect(center.machines.list()).rejects.toMatchObject({ code });
  await Promise.all(sockets.map((socket) => (socket.closed ? Promise.resolve([]) : once(socket, 'close'))));
  await new Promise((resolve) => server.close(resolve));
  return found;
}

test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
  const program = `
    import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
    const center = createCloudLink({
      baseUrl: ${JSON.stringify(emulator.url)},
      auth: clientCredentials({ clientId: 'automation', clientSecret: 'secret' }),
    });
    const error = await center.machines.list().catch((reason) => reason);
    console.log(error.code);
  `;
  // Not spawnSync: the emulator answers from this process.
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  await once(child, 'close');
  expect(stdout.trim()).toBe('untrusted_certificate');
});

test.each([
  ['a fingerprint of another hash', { fingerprint256: 'AB'.repeat(20) }, '64 hexadecimal digits'],
  ['a path instead of a CA', { ca: '/etc/ssl/ca.pem' }, 'read the file first'],
  [
    'an option that would turn off verification',
    { rejectUnauthorized: false },
    'tls.rejectUnauthorized is not an option',
  ],
])('%s is a TypeError at once', (_, tls, problem) => {
  expect(() => clientWith(tls as TlsOptions)).toThrow(problem);
});
