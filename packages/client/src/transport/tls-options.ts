/**
 * How a caller says which certificate to trust, and what of it is checked on entry.
 *
 * @module
 */

/**
 * Trust in the Center's certificate, on Node, Bun and Deno. Verification is never off: without these options the certificate must
 * be signed by an authority of the system, and name the address.
 */
export interface TlsOptions {
  /**
   * PEM of the authority, or authorities, that signed the certificate; of a self-signed certificate, itself.
   * It takes the place of the system's authorities.
   */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /**
   * SHA-256 of the certificate (DER), as 64 hexadecimal digits with or without colons. It is then the identity: names and expiry
   * of the certificate are ignored. Checked on every connection before any HTTP byte is written. Together with `ca`,
   * both must hold, names and expiry included.
   */
  fingerprint256?: string;
  /** Name to expect in the certificate, and to ask for (SNI), where it differs from the address. */
  servername?: string;
}

/** `AA:BB:..` and `aabb..` to `AABB..`. */
export function normalizeFingerprint(fingerprint: string): string {
  const digits = fingerprint.replaceAll(':', '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) {
    throw new TypeError(
      'tls.fingerprint256 must be the SHA-256 of the certificate: 64 hexadecimal digits, with or without colons.',
    );
  }
  return digits;
}

/** `AABB..` to `AA:BB:..`, as OpenSSL and browsers show it. */
export function formatFingerprint(digits: string): string {
  return digits.replace(/(..)(?!$)/g, '$1:');
}

/** @throws TypeError on a misspelt or malformed option. */
export function checkTlsOptions(tls: TlsOptions): void {
  for (const name of Object.keys(tls)) {
    if (name !== 'ca' && name !== 'fingerprint256' && name !== 'servername') {
      throw new TypeError(`tls.${name} is no option. Trust a certificate with tls.ca or tls.fingerprint256.`);
    }
  }
  if (tls.fingerprint256 !== undefined) normalizeFingerprint(tls.fingerprint256);
  if (typeof tls.ca === 'string' && !tls.ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new TypeError('tls.ca must be the PEM text of a certificate, not a path: read the file first.');
  }
}
