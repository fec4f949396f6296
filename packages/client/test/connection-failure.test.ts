/** What is said of a connection that failed; tls-explained.test.ts makes real ones fail. */
import { expect, test } from 'vitest';
import { CloudLinkError } from '../src/index.ts';
import { explainConnections } from '../src/transport/connection-failure.ts';
import type { NodeTlsOptions } from '../src/transport/read-tls-options.ts';

const HTTP = new URL('http://clc.example.com');
const HTTPS = new URL('https://clc.example.com:8443');
const ALERT = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';

function explain(error: unknown, url: URL, tls: NodeTlsOptions = {}, notSent = true) {
  const route = { tls, fingerprint256: undefined, proxyFor: () => undefined };
  return explainConnections(route)(error, url, notSent);
}

function failure(code: unknown, cause?: unknown): Error {
  return Object.assign(new Error('failed', { cause }), { code });
}

test.each([
  ['HPE_INVALID_CONSTANT', HTTP, /does not speak plain HTTP.*\(HPE_INVALID_CONSTANT\)/],
  ['UND_ERR_SOCKET', HTTP, /does not speak plain HTTP.*\(UND_ERR_SOCKET\)/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', HTTPS, /^clc\.example\.com:8443 does not answer with TLS/],
])('%s at %s is explained, with the code as its cause', async (code, url, message) => {
  for (const notSent of [true, false])
    for (const error of [failure(code), failure(undefined, failure(code)), failure('OUTER', failure(code))])
      expect(await explain(error, url, {}, notSent)).toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(message),
        notSent,
        cause: { message: code },
      });
});

test.each([
  ['ECONNREFUSED', HTTP],
  ['NOT_HPE_', HTTP],
  ['ERR_SSL_WRONG_VERSION_NUMBER', HTTP],
  ['ECONNREFUSED', HTTPS],
  ['HPE_INVALID_CONSTANT', HTTPS],
])('%s at %s says nothing more', async (code, url) => {
  expect(await explain(failure(code), url)).toBeUndefined();
});

test('a certificate that is named after the request was sent is not explained', async () => {
  expect(await explain(failure('CERT_HAS_EXPIRED'), HTTPS, {}, false)).toBeUndefined();
});

test('an error that is explained already is given as it is', async () => {
  const known = new CloudLinkError('proxy_refused', 'The proxy refuses.');
  expect(await explain(failure(undefined, known), HTTPS)).toBe(known);
});

test.each<[what: string, tls: NodeTlsOptions, message: RegExp]>([
  ['no certificate', {}, /requires a client certificate/],
  ['a certificate', { cert: 'made-up', key: 'made-up' }, /refuses the client certificate/],
  ['a PKCS #12 file', { pfx: Buffer.from('made-up') }, /refuses the client certificate/],
])('a server that asks for a certificate, with %s', async (_, tls, message) => {
  expect(await explain(failure(ALERT), HTTPS, tls)).toMatchObject({
    message: expect.stringMatching(message),
  });
});
