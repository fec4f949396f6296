/**
 * How a caller says which certificate to trust, and which to show. `read-tls-options.ts` checks what is given.
 *
 * @module
 */
/**
 * Trust in the Center's certificate, on Node, Bun and Deno. Verification is never off: without these options the certificate must
 * be signed by an authority of the system, and name the address.
 */
export interface TlsOptions {
  /**
   * The authority, or authorities, that signed the certificate; of a self-signed certificate, itself. PEM text, the bytes of PEM or DER, or a
   * list of them; not a path. It takes the place of the system's authorities.
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
  /** The client's own certificate, for a Center or a gateway that asks for one: PEM, with the chain after it. Needs `key`. */
  cert?: string | Uint8Array;
  /** The private key of `cert`: PEM. */
  key?: string | Uint8Array;
  /** The client's certificate and key as one PKCS #12 file, in place of `cert` and `key`. */
  pfx?: Uint8Array;
  /** What `key` or `pfx` is encrypted with. */
  passphrase?: string;
}

/** `AA:BB:..` and `aabb..` to `AABB..`. */
export function normalizeFingerprint(fingerprint: string): string {
  const digits = typeof fingerprint === 'string' ? fingerprint.replaceAll(':', '').toUpperCase() : '';
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
