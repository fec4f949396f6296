/**
 * A certificate authority and a server certificate, made anew for each emulator.
 *
 * @module
 */
import { createAuthority, serverCertificates } from './authority.ts';
import type { Certificates } from './certificate-texts.ts';

/** Makes an ECDSA P-256 authority and a leaf for localhost, 127.0.0.1 and ::1, valid for a year. */
export async function createCertificates(): Promise<Certificates> {
  return serverCertificates(createAuthority());
}
