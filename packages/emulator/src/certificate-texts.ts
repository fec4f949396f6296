/**
 * The certificates of an emulator, as callers get them.
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
