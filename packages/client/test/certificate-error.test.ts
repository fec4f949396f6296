/** What is said of a certificate that was refused; tls-explained.test.ts tries the reasons for that. */
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { type CertificateSpec, makeCertificate } from '@cloudlink-center/testing/certificates';
import { listen } from '@cloudlink-center/testing/listen';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';
import { describe, expect, test } from 'vitest';
import { createCloudLink } from '../src/index.ts';
import { certificateError } from '../src/transport/certificate-error.ts';
import type { NodeTlsOptions } from '../src/transport/read-tls-options.ts';
import { signedIn } from './roads.ts';

const MISMATCH = 'ERR_TLS_CERT_ALTNAME_INVALID';
const UNKNOWN = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
const authority = await makeCertificate({ isAuthority: true, subject: 'CN=Example  authority, O=Example' });
const leaf = await makeCertificate({ signedBy: authority });

/** The message about a certificate that was refused with this code. */
async function messageOf(
  { cert, key }: { readonly cert: string; readonly key: string },
  code: string,
  tls: NodeTlsOptions = {},
): Promise<string> {
  await using server = await tlsCenter({ cert, key });
  const route = { tls, fingerprint256: undefined, proxyFor: () => undefined };
  return (await certificateError(code, 'reason', new URL(server.url), route)).message;
}

test('a call that is already signed in was not sent, and the code is the cause', async () => {
  await using server = await tlsCenter(leaf);
  await using center = createCloudLink({ baseUrl: server.url, auth: signedIn, retry: 0 });
  const error: unknown = await center.machines.list().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'untrusted_certificate',
    notSent: true,
    cause: { message: UNKNOWN },
  });
});

test('a certificate without an explanation can be trusted in two ways', async () => {
  const message = await messageOf(leaf, UNKNOWN);
  const pin = `tls: { fingerprint256: '${leaf.fingerprint256}' }`;
  expect(message).toMatch(/^The certificate of 127\.0\.0\.1:\d+ is not trusted \(UNABLE_TO_VERIFY_LEAF_/);
  expect(message).toContain(`Its SHA-256 is ${leaf.fingerprint256}. Nothing was sent. Compare that`);
  expect(message).toContain(
    `in one of two ways: tls: { ca: <PEM of the authority or of the certificate> } or ${pin}`,
  );
});

test.each([MISMATCH, 'UNSPECIFIED'])('with %s, only the fingerprint trusts it anyway', async (code) => {
  const message = await messageOf(leaf, code);
  expect(message).toContain('Nothing was sent. To trust this certificate anyway, check its fingerprint.');
  expect(message).toContain(`tls: { fingerprint256: '${leaf.fingerprint256}' } trusts it.`);
  expect(message).not.toContain('two ways');
});

test('a certificate that is not shown twice has no fingerprint in the message', async () => {
  const server = createServer(leaf);
  server.on('connection', (socket: Socket) => socket.destroy());
  await using listening = await listen(server);
  const route = { tls: {}, fingerprint256: undefined, proxyFor: () => undefined };
  const { message } = await certificateError(UNKNOWN, '', new URL(`https://${listening.host}`), route);
  expect(message).toContain('is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Nothing was sent.');
  expect(message).toContain("tls: { fingerprint256: '<SHA-256>' }");
});

describe('a certificate for other names', () => {
  const longest = 'n'.repeat(200);
  const many = Array.from({ length: 11 }, (_, index) => `n${index}.example.com`);

  test.each<[what: string, spec: CertificateSpec, names: string, servername: string]>([
    [
      'a name and an address',
      { names: ['10.1.2.3', 'clc.example.com', 'b.example.com'] },
      '10.1.2.3, clc.example.com, b.example.com',
      'clc.example.com',
    ],
    ['an address only', { names: ['10.1.2.3'] }, '10.1.2.3', '10.1.2.3'],
    ['no name at all', { names: [], subject: 'O=Example CN=inc' }, 'none', 'clc.example.com'],
    [
      'the name of its subject only',
      { names: [], subject: 'O=Example CN=inc, CN=old.example.com' },
      'old.example.com',
      'old.example.com',
    ],
    ['more than ten names', { names: many }, many.slice(0, 10).join(', '), 'n0.example.com'],
    ['a name of 200 characters', { names: [longest] }, longest, longest],
    ['a longer name', { names: [`${longest}n`] }, `${longest}...`, `${longest}...`],
    ['white space', { names: [' a   b '] }, 'a b', 'a b'],
    ['a comma and quotes', { names: ['a,"b", DNS:c'] }, '"a\\u002c\\"b\\"\\u002c DNS:c"', '"a\\u002c'],
  ])('is shown with them: %s', async (_, spec, names, servername) => {
    const message = await messageOf(await makeCertificate(spec), MISMATCH);
    expect(message).toContain(`does not name 127.0.0.1 (${MISMATCH}): its names are ${names}. Use one`);
    expect(message).toContain(`tls: { ca, servername: '${servername}`);
  });

  test('is shown with the name that was expected', async () => {
    const message = await messageOf(leaf, 'HOSTNAME_MISMATCH', { servername: 'clc.example.com' });
    expect(message).toContain('does not name clc.example.com (HOSTNAME_MISMATCH)');
  });
});

describe('a certificate in tls.ca', () => {
  const isIt = 'is the one in tls.ca';

  test('is recognized among others, with the authority that signed it', async () => {
    const message = await messageOf(leaf, UNKNOWN, { ca: [authority.cert, leaf.cert] });
    expect(message).toContain(
      `${isIt} (${UNKNOWN}), but another authority signed it: "CN=Example authority O=Example"`,
    );
    expect(message).toContain('To trust this certificate anyway');
  });

  test('is not recognized when it is another one', async () => {
    expect(await messageOf(leaf, UNKNOWN, { ca: [authority.cert] })).not.toContain(isIt);
  });

  test('is no leaf when it has signed itself', async () => {
    const { cert } = authority;
    expect(await messageOf(authority, 'INVALID_PURPOSE', { ca: [cert] })).not.toContain(isIt);
  });
});
