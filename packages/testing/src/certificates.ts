/**
 * Certificates of every kind that a server in the field may show: made with Web Crypto, each with its own
 * key.
 *
 * @module
 */
import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// Node's Web Crypto differs from the DOM's in names only.
const crypto = webcrypto as Crypto;
x509.cryptoProvider.set(crypto);

const DAY_MS = 24 * 3_600_000;

export interface CertificateSpec {
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly bits?: number;
  readonly names?: readonly string[];
  /** Default: it signs itself. */
  readonly signedBy?: MadeCertificate;
  readonly isAuthority?: boolean;
  readonly subject?: string;
}

export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  readonly der: Uint8Array;
  readonly fingerprint256: string;
  readonly privateKey: CryptoKey;
  readonly subject: string;
}

export async function makeCertificate(spec: CertificateSpec = {}): Promise<MadeCertificate> {
  const { from = -1, to = 30, hash = 'SHA-256', bits = 2048, names = ['localhost', '127.0.0.1'] } = spec;
  const { signedBy, isAuthority = false, subject = 'CN=localhost' } = spec;
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash,
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: bits,
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.create(
    {
      serialNumber: String(Math.floor(Math.random() * 1e12) + 1),
      notBefore: new Date(Date.now() + from * DAY_MS),
      notAfter: new Date(Date.now() + to * DAY_MS),
      subject,
      issuer: signedBy?.subject ?? subject,
      publicKey: keys.publicKey,
      signingKey: signedBy?.privateKey ?? keys.privateKey,
      signingAlgorithm: { name: algorithm.name, hash },
      extensions: [
        new x509.BasicConstraintsExtension(isAuthority, undefined, true),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({
            type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const),
            value,
          })),
        ),
      ],
    },
    crypto,
  );
  const cert = made.toString('pem');
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert,
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    der: new Uint8Array(made.rawData),
    fingerprint256: new X509Certificate(cert).fingerprint256,
    privateKey: keys.privateKey,
    subject,
  };
}
