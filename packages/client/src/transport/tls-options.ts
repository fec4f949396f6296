/**
 * TLS options of a client. `read-tls-options.ts` checks them.
 *
 * @module
 */
/**
 * Which certificate to trust and which one to present, on Node, Bun and Deno. Verification is always on.
 * Without these options, a system authority must have signed the certificate, and it must name the address.
 */
export interface TlsOptions {
  /**
   * The authorities that signed the certificate, or a self-signed certificate itself: PEM text, the bytes of
   * PEM or DER, or a list of them. Not a path. It replaces the system's authorities.
   */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /**
   * SHA-256 of the certificate (DER), as 64 hexadecimal digits with or without colons. It becomes the
   * identity: names and expiry of the certificate are ignored. It is checked on every connection before any
   * HTTP byte is written. Together with `ca`, both must hold, including names and expiry.
   */
  fingerprint256?: string;
  /** Name to expect in the certificate and to request (SNI), if it differs from the address. */
  servername?: string;
  /**
   * The client's own certificate, for a Center or gateway that requires one: PEM, followed by its chain.
   * Needs `key`.
   */
  cert?: string | Uint8Array;
  /** The private key of `cert`: PEM. */
  key?: string | Uint8Array;
  /** The client's certificate and key as one PKCS #12 file, instead of `cert` and `key`. */
  pfx?: Uint8Array;
  /** The passphrase of `key` or `pfx`. */
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
