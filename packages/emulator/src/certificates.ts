/**
 * A certificate authority and a server certificate, made anew for each emulator.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { type Authority, certify, newAuthority, newKeys, privatePem } from './internal/x509.ts';

/** PEM texts, and the SHA-256 of the server certificate with colons. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly fingerprint256: string;
}

const DAYS = 365;
const NAMES = ['localhost', '127.0.0.1', '::1'] as const;

/** Makes an ECDSA P-256 authority and a leaf for localhost, 127.0.0.1 and ::1, valid for a year. */
export async function createCertificates(): Promise<Certificates> {
  return serverCertificates(createAuthority());
}

export function createAuthority(): Authority {
  return newAuthority('CloudLink Center emulator CA', DAYS, aMinuteAgo());
}

/** Another certificate of the same authority. */
export function serverCertificates(authority: Authority): Certificates {
  const keys = newKeys();
  const cert = certify(authority, {
    subject: [['CN', 'localhost']],
    publicKey: keys.publicKey,
    days: DAYS,
    notBefore: aMinuteAgo(),
    names: NAMES,
    use: 'server',
  });
  return {
    ca: authority.certificate,
    cert,
    key: privatePem(keys.privateKey),
    fingerprint256: new X509Certificate(cert).fingerprint256,
  };
}

function aMinuteAgo(): Date {
  return new Date(Date.now() - 60_000);
}
