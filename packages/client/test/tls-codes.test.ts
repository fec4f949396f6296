import { expect, test } from 'vitest';
import { handshakeProblem, isCertificateCode, isSilentEnd, isWeakCode } from '../src/transport/tls-codes.ts';

const WEAK = [
  'UNSPECIFIED',
  'CA_MD_TOO_WEAK',
  'EE_KEY_TOO_SMALL',
  'ERR_SSL_CA_KEY_TOO_SMALL',
  'ERR_SSL_EE_MD_TOO_WEAK',
];
const CERTIFICATE = [
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'PATH_LENGTH_EXCEEDED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
];
const OTHER = [
  'ECONNRESET',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CERT_',
  'NOT_UNSPECIFIED',
  'UNSPECIFIED_REASON',
  'ERR_SSL_XCA_MD_TOO_WEAK',
  'ERR_CERT_',
];

test.each([...WEAK, ...CERTIFICATE])('%s is about the certificate', (code) => {
  expect(isCertificateCode(code)).toBe(true);
  expect(isWeakCode(code)).toBe(WEAK.includes(code));
});

test.each(OTHER)('%s is not', (code) => {
  expect(isCertificateCode(code)).toBe(false);
  expect(isWeakCode(code)).toBe(false);
});

test.each([
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', /^clc supports only TLS versions before 1\.2.*Enable TLS 1\.2/],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /TLS versions before 1\.2/],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', /TLS versions before 1\.2/],
  ['ERR_SSL_VERSION_TOO_LOW', /TLS versions before 1\.2/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /^clc does not answer with TLS.*check the port/],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', /does not answer with TLS/],
  ['ERR_SSL_HTTP_REQUEST', /does not answer with TLS/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /^clc refuses the TLS handshake.*Set tls\.cert and tls\.key/],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /refuses the TLS handshake/],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /refuses the TLS handshake/],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /^clc has no server of that name.*servername/],
])('%s has a sentence', (code, sentence) => {
  expect(handshakeProblem(code, 'clc', false)).toMatch(sentence);
});

test('who has given a client certificate is told to check it', () => {
  const said = handshakeProblem('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'clc', true);
  expect(said).toMatch(/^clc refuses the client certificate\. Check that tls\.cert/);
});

test.each(['ERR_SSL_INTERNAL_ERROR', 'UNSUPPORTED_PROTOCOL', 'ECONNREFUSED'])('%s has none', (code) => {
  expect(handshakeProblem(code, 'clc', false)).toBeUndefined();
});

test.each([
  ['UND_ERR_SOCKET', true],
  ['ECONNRESET', true],
  ['EPIPE', true],
  ['ECONNREFUSED', false],
])('%s is a silent end: %s', (code, isSilent) => {
  expect(isSilentEnd(code)).toBe(isSilent);
});
