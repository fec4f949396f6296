/**
 * Reads the certificate that a Center presents, so that the user can compare it. Sends nothing on that
 * connection, and trusts nothing because of it.
 *
 * @module
 */
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { plainText } from './io.ts';

const TIMEOUT_MS = 5_000;

export interface SeenCertificate {
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** PEM of the CA at the end of the chain, if the Center sends it. */
  readonly authority?: string;
  /** SHA-256 of that CA. */
  readonly authorityFingerprint?: string;
}

/** Resolves to undefined if there is no TLS connection. */
export function seeCertificate(address: string): Promise<SeenCertificate | undefined> {
  const url = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || 443),
      // SNI allows only names, not IP addresses.
      ...(/[a-z]/i.test(url.hostname) && !url.hostname.startsWith('[') ? { servername: url.hostname } : {}),
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    });
    const finish = (seen?: SeenCertificate): void => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('error', () => finish());
    socket.once('timeout', () => finish());
    socket.once('secureConnect', () => finish(describe(socket.getPeerCertificate(true))));
  });
}

function describe(certificate: DetailedPeerCertificate): SeenCertificate | undefined {
  if (!('raw' in certificate)) return undefined;
  const top = topOf(certificate);
  const hasAuthority = top !== certificate;
  return {
    fingerprint: certificate.fingerprint256,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    ...(hasAuthority && { authority: pemOf(top.raw), authorityFingerprint: top.fingerprint256 }),
  };
}

/** The last certificate of the chain. A self-signed certificate is its own issuer. */
function topOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate {
  let current = certificate;
  const seen = new Set<string>();
  // Unlike its type says, an incomplete chain has no issuer.
  while (
    (current.issuerCertificate as DetailedPeerCertificate | undefined) &&
    !seen.has(current.fingerprint256)
  ) {
    seen.add(current.fingerprint256);
    current = current.issuerCertificate;
  }
  return current;
}

function nameOf(parts: object): string {
  const { CN, O } = parts as { CN?: string | string[]; O?: string | string[] };
  return plainText([CN, O].flat().filter(Boolean).join(', ')) || 'no name';
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
