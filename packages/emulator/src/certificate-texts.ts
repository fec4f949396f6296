/**
 * What callers get of the certificates of an emulator.
 *
 * @module
 */

/** PEM texts, and the SHA-256 of the server certificate with colons. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly fingerprint256: string;
}
