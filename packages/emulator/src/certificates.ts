/**
 * A certificate authority and a server certificate, made anew for each emulator.
 *
 * @module
 */
import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** PEM texts, and the SHA-256 of the server certificate with colons. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly fingerprint256: string;
}

const KEY: webcrypto.EcKeyGenParams & webcrypto.EcdsaParams = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
};
const YEAR_MS = 365 * 24 * 3_600_000;

/** Makes an ECDSA P-256 authority and a leaf for localhost, 127.0.0.1 and ::1, valid for a year. */
export async function createCertificates(): Promise<Certificates> {
  // Node's Web Crypto differs from the DOM's in names only.
  const crypto = webcrypto as Crypto;
  x509.cryptoProvider.set(crypto);
  const [caKeys, leafKeys] = await Promise.all([generateKeys(crypto), generateKeys(crypto)]);
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + YEAR_MS) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...validity,
      serialNumber: serial(),
      name: 'CN=CloudLink Center emulator CA',
      keys: caKeys,
      signingAlgorithm: KEY,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
      ],
    },
    crypto,
  );
  const leaf = await x509.X509CertificateGenerator.create(
    {
      ...validity,
      serialNumber: serial(),
      subject: 'CN=localhost',
      issuer: ca.subject,
      publicKey: leafKeys.publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: KEY,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(ca),
      ],
    },
    crypto,
  );
  const cert = leaf.toString('pem');
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey);
  return {
    ca: ca.toString('pem'),
    cert,
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    fingerprint256: fingerprintOf(cert),
  };
}

async function generateKeys(crypto: Crypto): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
}

/** A positive number of 16 random bytes. */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  return `4${Buffer.from(bytes).toString('hex').slice(1)}`;
}

function fingerprintOf(pem: string): string {
  const digits = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex').toUpperCase();
  return digits.replace(/(..)(?!$)/g, '$1:');
}
