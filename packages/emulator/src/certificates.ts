/**
 * A certificate authority and a server certificate, made anew for each emulator.
 *
 * @module
 */
import { createAuthority, serverCertificates } from './authority.ts';

/** PEM texts, and the SHA-256 of the server certificate with colons. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly fingerprint256: string;
}

/** Makes an ECDSA P-256 authority and a leaf for localhost, 127.0.0.1 and ::1, valid for a year. */
export async function createCertificates(): Promise<Certificates> {
  return serverCertificates(createAuthority());
}
