/**
 * Groups Node's codes for TLS handshake failures by meaning. The names of alerts differ between versions of
 * OpenSSL.
 *
 * @module
 */

/** Codes of a certificate that fails verification. */
const CERTIFICATE =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_CERTIFICATE_VERIFY_FAILED)/;
/** Node has no codes of its own for certificates below OpenSSL's security level. */
const WEAK = /^(UNSPECIFIED$|(ERR_SSL_)?(CA|EE)_(MD|KEY)_TOO_)/;

export function isCertificateCode(code: string): boolean {
  return CERTIFICATE.test(code) || WEAK.test(code);
}

export function isWeakCode(code: string): boolean {
  return WEAK.test(code);
}

/** Explanations of handshakes that failed for another reason. */
const HANDSHAKES: readonly {
  readonly code: RegExp;
  readonly say: (host: string, hasCertificate: boolean) => string;
}[] = [
  {
    code: /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW/,
    say: (host) =>
      `${host} supports only TLS versions before 1.2, which are not safe. Enable TLS 1.2 or later there.`,
  },
  {
    code: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL/,
    say: (host) =>
      `${host} does not answer with TLS. It may be a port for plain HTTP: check the port in baseUrl.`,
  },
  {
    code: /ALERT_(CERTIFICATE_REQUIRED|UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|ACCESS_DENIED|NO_CERTIFICATE)|ALERT_HANDSHAKE_FAILURE/,
    say: (host, hasCertificate) =>
      hasCertificate
        ? `${host} refuses the client certificate. Check that tls.cert is the certificate it expects, with its chain, and has not expired.`
        : `${host} refuses the TLS handshake, most likely because it requires a client certificate. Set tls.cert and tls.key, or tls.pfx.`,
  },
  {
    code: /UNRECOGNIZED_NAME/,
    say: (host) =>
      `${host} has no server of that name. Set the name to ask for: tls: { servername: 'clc.example.com' }.`,
  },
];

/** Whether the peer ended the connection without a reason. */
export function isSilentEnd(code: string): boolean {
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

export function handshakeProblem(code: string, host: string, hasCertificate: boolean): string | undefined {
  if (!code.startsWith('ERR_SSL_')) return undefined;
  return HANDSHAKES.find((one) => one.code.test(code))?.say(host, hasCertificate);
}
