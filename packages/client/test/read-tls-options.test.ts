/** What of the TLS options reaches Node; tls-explained.test.ts connects with them. */
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { expect, test } from 'vitest';
import { readTlsOptions } from '../src/transport/read-tls-options.ts';
import { normalizeFingerprint, type TlsOptions } from '../src/transport/tls-options.ts';

const { cert, der, key, fingerprint256 } = await makeCertificate();
const encoder = new TextEncoder();

test.each<[what: string, options: TlsOptions, names: string[]]>([
  ['nothing', {}, []],
  ['a fingerprint', { fingerprint256 }, []],
  ['a CA and a name', { ca: cert, servername: 'clc.example.com' }, ['ca', 'servername']],
  ['a certificate and its key', { cert, key }, ['cert', 'key']],
])('%s: Node gets what is set, and nothing else', (_, options, names) => {
  expect(Object.keys(readTlsOptions(options))).toEqual(names);
});

test('values are passed on as they are', () => {
  const read = readTlsOptions({ servername: 'clc.example.com', cert: encoder.encode(cert), key });
  expect(read).toStrictEqual({ servername: 'clc.example.com', cert: Buffer.from(cert), key });
});

test.each([
  ['PEM text with two', cert + cert],
  ['the bytes of such a text', encoder.encode(cert + cert)],
  ['a list', [cert, der]],
])('two certificates are two: %s', (_, ca) => {
  expect(readTlsOptions({ ca }).ca?.map((pem) => pem.trim())).toEqual([cert.trim(), cert.trim()]);
});

test.each<[what: string, options: unknown, problem: RegExp]>([
  ['null', null, /^tls must be an object, such as/],
  ['a text', 'ca', /^tls must be an object, such as/],
  ['a misspelt option', { cA: cert }, /^tls\.cA is not an option/],
  ['an empty name', { servername: '' }, /^tls\.servername must be a name/],
  ['a name that is not text', { servername: 5 }, /^tls\.servername must be a name/],
  ['a fingerprint that is not text', { fingerprint256: 5 }, /^tls\.fingerprint256 must be/],
  [
    'a fingerprint that begins late',
    { fingerprint256: `x${fingerprint256}` },
    /^tls\.fingerprint256 must be/,
  ],
  ['a fingerprint that goes on', { fingerprint256: `${fingerprint256}AB` }, /^tls\.fingerprint256 must be/],
  ['a passphrase alone', { passphrase: 'made-up' }, /^tls\.passphrase belongs to/],
  ['a PKCS #12 file with a certificate', { pfx: der, cert }, /tls\.pfx alone/],
  ['a file that is no PKCS #12', { pfx: der }, /^tls\.pfx cannot be read.*\(\S+\)\. Pass contents/],
  ['a key that is no key', { cert, key: cert }, /^tls\.cert and tls\.key do not match.*\(ERR_\w+\)/],
])('%s is a TypeError', (_, options, problem) => {
  // As a caller without types may give it.
  const read = (): unknown => readTlsOptions(options as TlsOptions);
  expect(read).toThrow(TypeError);
  expect(read).toThrow(problem);
});

test('the error of Node is the cause', () => {
  expect(() => readTlsOptions({ cert, key: cert })).toThrow(
    expect.objectContaining({ cause: expect.any(Error) }),
  );
});

test('a fingerprint is compared without colons, in upper case', () => {
  const digits = fingerprint256.replaceAll(':', '');
  expect(normalizeFingerprint(fingerprint256)).toBe(digits);
  expect(normalizeFingerprint(digits.toLowerCase())).toBe(digits);
});
