/**
 * The CA of an emulator, and the server certificates that it signs.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import type { Certificates } from './certificate-texts.ts';
import { type Authority, certify, newAuthority, newKeys, privatePem } from './internal/x509.ts';

const DAYS = 365;
const NAMES = ['localhost', '127.0.0.1', '::1'] as const;

export function createAuthority(): Authority {
  return newAuthority('CloudLink Center emulator CA', DAYS, aMinuteAgo());
}

/** Issues a server certificate of the CA. */
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
