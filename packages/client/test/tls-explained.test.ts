/** Each TLS failure has a message that says what to do, and nothing reaches an untrusted peer. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientCredentials, type CloudLink, createCloudLink, type TlsOptions } from '../src/index.ts';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type CertificateSpec,
  type MadeCertificate,
  makeCertificate,
} from '@cloudlink-center/testing/certificates';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const authority = await makeCertificate({ isAuthority: true, subject: 'CN=Example authority' });
const oldAuthority = await makeCertificate({ isAuthority: true, subject: 'CN=Old authority', hash: 'SHA-1' });
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function clientOf(baseUrl: string, tls?: TlsOptions): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const center = createCloudLink({ baseUrl, auth, retry: 0, ...(tls && { tls }) });
  closers.push(() => center.close());
  return center;
}

/** Made-up words, and nothing else is encrypted with them. */
const PASSPHRASE = 'made-up passphrase';

function packed({ cert, key }: MadeCertificate): {
  encryptedKey: string;
  pfx: Uint8Array;
  passphrase: string;
} {
  const encryptedKey = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: PASSPHRASE,
  });
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-pfx-'));
  try {
    const file = join(folder, 'both.pem');
    writeFileSync(file, `${cert}\n${key}\n`);
    const options = ['-export', '-in', file, '-passout', `pass:${PASSPHRASE}`];
    const pfx = execFileSync('openssl', ['pkcs12', ...options]);
    return { encryptedKey: String(encryptedKey), pfx, passphrase: PASSPHRASE };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Refusal {
  readonly what: string;
  readonly spec: CertificateSpec;
  /** Options of the client; `own` is the server's certificate. Default: it is the authority. */
  readonly tls?: (own: string) => TlsOptions | undefined;
  readonly says: RegExp[];
}

test.each<Refusal>([
  { what: 'has expired', spec: { from: -9, to: -2 }, says: [/valid until 20/, /[Cc]heck the clock/] },
  { what: 'is not yet valid', spec: { from: 2, to: 9 }, says: [/valid from 20/, /[Cc]heck the clock/] },
  {
    what: 'has another name',
    spec: { names: ['clc.example.com', '10.1.2.3'] },
    says: [/names are clc\.example\.com, 10\.1\.2\.3/, /servername: 'clc\.example\.com'/],
  },
  {
    what: 'has a short key',
    spec: { bits: 1024 },
    says: [/too weak/, /key too (weak|small)/, /2048 bits/],
  },
  {
    what: 'is signed with SHA-1',
    spec: { signedBy: oldAuthority, hash: 'SHA-1' },
    tls: () => ({ ca: oldAuthority.cert }),
    says: [/too weak/, /digest algorithm too weak/, /SHA-256/],
  },
  {
    what: 'is itself given as ca, though an authority signed it',
    spec: { signedBy: authority },
    says: [/is the one in tls\.ca/, /Example authority/, /certificate of that authority/],
  },
])('a certificate that $what is refused with its fingerprint and what to do', async ({ spec, tls, says }) => {
  const made = await makeCertificate(spec);
  await using server = await tlsCenter({ cert: made.cert, key: made.key, ciphers: 'DEFAULT@SECLEVEL=0' });
  const center = clientOf(server.url, tls ? tls(made.cert) : { ca: made.cert });
  const error: unknown = await center.machines.list().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'untrusted_certificate',
    notSent: true,
    message: expect.stringContaining(made.fingerprint256),
  });
  for (const words of says) expect(error).toMatchObject({ message: expect.stringMatching(words) });
  expect(server.bytes).toBe(0);
});

test('a weak or expired certificate works by its fingerprint', async () => {
  const made = await makeCertificate({ bits: 1024, from: -9, to: -2 });
  await using server = await tlsCenter({ cert: made.cert, key: made.key, ciphers: 'DEFAULT@SECLEVEL=0' });
  const center = clientOf(server.url, { fingerprint256: made.fingerprint256 });
  await expect(center.machines.list()).resolves.toEqual([]);
});

test('a server that supports only old TLS versions is recognized', async () => {
  const made = await makeCertificate();
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await using server = await tlsCenter({ cert: made.cert, key: made.key, ...old });
  await expect(clientOf(server.url, { ca: made.cert }).machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    message: expect.stringMatching(/TLS versions before 1\.2.*Enable TLS 1\.2 or later/),
  });
});

test('plain HTTP behind https, and TLS behind http, are recognized', async () => {
  const plain = createServer((_request, response) => response.end('[]'));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has such an address.
  const { port } = plain.address() as AddressInfo;
  await expect(clientOf(`https://127.0.0.1:${port}`).machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    message: expect.stringMatching(/does not answer with TLS.*plain HTTP.*baseUrl/),
  });
  await new Promise((resolve) => plain.close(resolve));

  const made = await makeCertificate();
  await using server = await tlsCenter({ cert: made.cert, key: made.key });
  await expect(clientOf(server.url.replace('https', 'http')).machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/expects TLS, use https:/),
  });
});

describe('client certificates', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a server that requires one is recognized, %s',
    async (maxVersion) => {
      const made = await makeCertificate();
      await using server = await tlsCenter({ ...made, requestCert: true, ca: authority.cert, maxVersion });
      await expect(clientOf(server.url, { ca: made.cert }).machines.list()).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/requires a client certificate.*tls\.cert and tls\.key, or tls\.pfx/),
      });
      expect(server.requests).toEqual([]);
    },
  );

  test('cert and key, an encrypted key with its passphrase, and a pfx are sent to the server', async () => {
    const made = await makeCertificate();
    const own = await makeCertificate({ signedBy: authority, subject: 'CN=robot' });
    const { encryptedKey, pfx, passphrase } = packed(own);
    await using server = await tlsCenter({ ...made, requestCert: true, ca: authority.cert });
    const ways: TlsOptions[] = [
      { cert: own.cert, key: own.key },
      { cert: new TextEncoder().encode(own.cert), key: encryptedKey, passphrase },
      { pfx, passphrase },
    ];
    for (const way of ways)
      await expect(clientOf(server.url, { ca: made.cert, ...way }).machines.list()).resolves.toEqual([]);
    expect(new Set(server.shown)).toEqual(new Set(['robot']));
  });

  test('with a wrong fingerprint, the client certificate reaches the peer but no byte of a request', async () => {
    const made = await makeCertificate();
    const own = await makeCertificate({ signedBy: authority, subject: 'CN=robot' });
    await using server = await tlsCenter({ ...made, requestCert: true, ca: authority.cert });
    const tls = { fingerprint256: authority.fingerprint256, cert: own.cert, key: own.key };
    await expect(clientOf(server.url, tls).machines.list()).rejects.toMatchObject({
      code: 'untrusted_certificate',
    });
    expect(server.bytes).toBe(0);
  });

  test('options that do not match are a TypeError at once, without the passphrase', async () => {
    const own = await makeCertificate();
    const other = await makeCertificate();
    const { encryptedKey, pfx } = packed(own);
    const wrong: [TlsOptions, RegExp][] = [
      [{ cert: own.cert }, /tls\.cert and tls\.key together/],
      [{ key: own.key }, /tls\.cert and tls\.key together/],
      [{ pfx, key: own.key }, /tls\.pfx alone/],
      [{ passphrase: 'canary' }, /belongs to tls\.key or tls\.pfx/],
      [{ cert: own.cert, key: other.key }, /do not match/],
      [{ cert: own.cert, key: encryptedKey, passphrase: 'canary' }, /passphrase is wrong/],
      [{ pfx, passphrase: 'canary' }, /tls\.pfx cannot be read/],
      [{ cert: '/etc/cert.pem', key: '/etc/key.pem' }, /not paths/],
    ];
    for (const [tls, problem] of wrong) {
      const make = (): CloudLink => clientOf('https://127.0.0.1', tls);
      expect(make).toThrow(problem);
      expect(make).toThrow(TypeError);
      expect(make).not.toThrow(/canary/);
    }
  });
});

describe('tls.ca is checked when the client is created', () => {
  const { cert, der } = authority;
  test.each<[string, unknown, RegExp]>([
    ['PEM with literal \\n', cert.replaceAll('\n', String.raw`\n`), /two characters/],
    ['PEM that is cut', cert.slice(0, 200), /cut off/],
    ['PEM that is cut in the middle', cert.slice(0, 200) + cert.slice(260), /cannot be read/],
    ['a second PEM that is cut', cert + cert.slice(0, 200), /cut off/],
    ['a path', '/etc/ssl/ca.pem', /read the file first/],
    ['a path in a list', [cert, '/etc/ssl/ca.pem'], /tls\.ca\[1\].*read the file first/],
    ['an empty list', [], /empty list/],
    ['an empty text', '', /read the file first/],
    ['DER that is cut off', der.slice(0, 100), /DER is cut off/],
    ['a private key', authority.key, /private key/],
    [
      'a request for a certificate',
      cert.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
      /not a certificate/,
    ],
    ['a number', 5, /must be the PEM text/],
  ])('%s is a TypeError', (_, ca, problem) => {
    // Only JavaScript callers can write this.
    const make = (): CloudLink => clientOf('https://127.0.0.1', { ca: ca as string });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(problem);
  });

  test.each<[string, TlsOptions['ca']]>([
    ['PEM', cert],
    ['PEM with text around and CRLF', `subject=x\n${cert.replaceAll('\n', '\r\n')}\nend`],
    ['two PEMs in one text', cert + cert],
    ['bytes of PEM', new TextEncoder().encode(cert)],
    ['DER', der],
    ['a list of all', [cert, der, new TextEncoder().encode(cert)]],
  ])('%s is accepted', async (_, ca) => {
    const made = await makeCertificate({ signedBy: authority });
    await using server = await tlsCenter({ cert: made.cert, key: made.key });
    // exactOptionalPropertyTypes: it is always there.
    await expect(clientOf(server.url, { ca: ca ?? '' }).machines.list()).resolves.toEqual([]);
  });
});
